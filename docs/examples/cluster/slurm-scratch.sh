#!/bin/bash
# One part of a project's documents, made on the machine's own disk and brought to parts/ when it is whole.
# In the project's folder:
#   sbatch --array=1-8 slurm-scratch.sh 8 [what svodka build shall be told: --period 2020-12 …]
#SBATCH --job-name=svodka-part
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=30
#SBATCH --output=slurm-%A_%a.log
set -eu
parts=$1
shift
name=$SLURM_ARRAY_TASK_ID-of-$parts
scratch=$(mktemp -d "${TMPDIR:-/tmp}/svodka-$name-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
svodka build -q "$@" --shard "$SLURM_ARRAY_TASK_ID/$parts" --jobs "$SLURM_CPUS_PER_TASK" --out "$scratch"

# Under its own name only when all of it has arrived.
mkdir -p parts
arriving=$(mktemp -d "arriving-$name-XXXXXX")
trap 'rm -rf "$scratch" "$arriving"' EXIT
cp -R "$scratch/." "$arriving"
rm -rf "parts/$name"
mv -T "$arriving" "parts/$name"
