#!/bin/bash
# A region: as an array, one of its projects each; then, without an array, the region itself. In the region's folder:
#   sbatch --array=1-2 slurm-region.sh 2020-12 municipalities/north municipalities/south
#   sbatch --dependency=afterok:JOB --kill-on-invalid-dep=yes slurm-region.sh 2020-12
#SBATCH --job-name=svodka-region
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=30
#SBATCH --output=slurm-%A_%a.log
set -eu
period=$1
shift
folder=.
[ -z "${SLURM_ARRAY_TASK_ID:-}" ] || folder=${!SLURM_ARRAY_TASK_ID}
exec svodka build -q -C "$folder" --period "$period" --jobs "$SLURM_CPUS_PER_TASK"
