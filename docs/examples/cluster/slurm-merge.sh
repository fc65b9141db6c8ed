#!/bin/bash
# Joins the parts, once all are made. In the project's folder:
#   sbatch --dependency=afterok:JOB --kill-on-invalid-dep=yes slurm-merge.sh [parts] [the same options]
#SBATCH --job-name=svodka-merge
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=30
#SBATCH --output=slurm-%j.log
set -eu
exec svodka merge "$@" --jobs "$SLURM_CPUS_PER_TASK"
