#!/bin/bash
# One part of a project's documents, on a disk that all machines share. In the project's folder:
#   sbatch --array=1-8 slurm-array.sh 8 [what svodka build shall be told: --period 2020-12 …]
#SBATCH --job-name=svodka-part
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=30
#SBATCH --output=slurm-%A_%a.log
set -eu
parts=$1 # not SLURM_ARRAY_TASK_COUNT: that is 1 when one part alone is made again
shift
exec svodka build -q "$@" --shard "$SLURM_ARRAY_TASK_ID/$parts" --jobs "$SLURM_CPUS_PER_TASK"
