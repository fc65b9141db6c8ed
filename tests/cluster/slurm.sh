#!/usr/bin/env bash
# The commands and job scripts of docs/cluster.md in a cluster of Slurm on this machine alone: a controller and three nodes
# on ports of the loopback, all that they write in a temporary folder. The parts come out as one run does, also after a job
# was cancelled and after a node was lost, and then only its part is made again; and so do the projects of a region.
# usage: slurm.sh SVODKA PROJECT      77: Slurm is not there or does not start, nothing was tried
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
svodka=$(realpath "$1") project=$(realpath "$2")
. "$here/project.sh"
export PATH=$PATH:/usr/sbin
for program in munged slurmctld slurmd sbatch; do
  command -v "$program" >/dev/null || { echo "skipped: no $program (./dev test installs it)"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "skipped: slurmd wants to be root"; exit 77; }

work=$(mktemp -d)
chmod 711 "$work" # munge wants its socket within reach of all
mkdir "$work/tmp"
export TMPDIR=$work/tmp
daemons=()
finish() {
  local code=$?
  if ((${#daemons[@]})); then
    timeout 10 scancel --user="$(id -un)" 2>/dev/null || true
    [ ! -e "$work/midway" ] || kill -9 "$(cat "$work/midway")" 2>/dev/null || true
    for _ in $(seq 50); do [ -n "$(timeout 5 squeue -h 2>/dev/null)" ] || break; sleep 0.1; done
    kill "${daemons[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
  fi
  if [ "$code" != 0 ] && [ "$code" != 77 ]; then tail -n 20 "$work"/*.log "$work"/project/*.log || true; fi
  rm -rf "$work"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

cluster() { # starts it in $work
  local node port ports
  ports=($(/usr/bin/python3 -c '
import socket
held = [socket.socket() for _ in range(4)]
for each in held: each.bind(("127.0.0.1", 0))
print(*(each.getsockname()[1] for each in held))'))
  export SLURM_CONF=$work/slurm.conf
  mkdir "$work/state"
  head -c 1024 /dev/urandom >"$work/munge.key"
  chmod 600 "$work/munge.key"
  {
    cat <<END
ClusterName=test
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=${ports[3]}
SlurmUser=root
AuthInfo=socket=$work/munge.sock
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SwitchType=switch/none
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,batch_sched_delay=0,bf_interval=1
SlurmdTimeout=3
KillWait=5
END
    for node in 1 2 3; do
      echo "NodeName=n$node NodeHostname=localhost NodeAddr=127.0.0.1 Port=${ports[node - 1]} CPUs=2 RealMemory=4000"
    done
    echo "PartitionName=all Nodes=ALL Default=YES State=UP"
  } >"$SLURM_CONF"
  munged --foreground --socket="$work/munge.sock" --key-file="$work/munge.key" --log-file="$work/munged.log" \
    --pid-file="$work/munged.pid" --seed-file="$work/munge.seed" >"$work/munged.log" 2>&1 &
  daemons+=($!)
  slurmctld -D >"$work/slurmctld.log" 2>&1 &
  daemons+=($!)
  for node in n1 n2 n3; do
    slurmd -D -N $node >"$work/$node.log" 2>&1 &
    daemons+=($!)
    echo $! >"$work/$node.process"
  done
  local end=$((SECONDS + 60))
  while [ $SECONDS -lt $end ] && [ "$(jobs -rp | wc -l)" = 5 ]; do
    [ "$(timeout 5 sinfo -h -t idle -o %D 2>/dev/null)" != 3 ] || return 0
    sleep 0.1
  done
  echo "skipped: Slurm does not start here"
  tail -n 5 "$work"/*.log
  exit 77
}

# The jobs find this program as svodka. Of the part named in $work/hold it makes some documents and then stands still.
program() {
  mkdir "$work/bin"
  cat >"$work/bin/svodka" <<END
#!/bin/bash
echo "\${SLURMD_NODENAME:-here}: \$*" >>"$work/runs"
if [ -e "$work/hold" ] && [[ " \$* " == *" --shard \$(cat "$work/hold") "* ]]; then
  rm "$work/hold"
  exec "$svodka" "\$@" --progress json 2> >(
    read -r
    kill -STOP \$\$
    echo \$\$ >"$work/midway.new" && mv "$work/midway.new" "$work/midway"
    cat >/dev/null)
fi
exec "$svodka" "\$@"
END
  chmod +x "$work/bin/svodka"
  export PATH=$work/bin:$PATH
}

# Runs a line of the documents' commands; it must stand in them to the letter.
documented() {
  local page
  for page in cluster.md cluster.ru.md; do
    grep -qxF -- "$1" "$project/docs/$page" || fail "docs/$page does not say: $1"
  done
  eval "$1" >"$work/said"
}

wait_for() { # SECONDS WORDS… : until that command succeeds
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || { squeue; fail "waited in vain: $*"; }
    sleep 0.1
  done
}
all_ended() { [ -z "$(squeue -h)" ]; }
parent_of() { ps -o ppid= -p "$1" | tr -d ' '; }
runs_of() { grep -c -- "--shard $1 " "$work/runs" || true; }

cluster
program
new_project "$work/project"
cp "$project"/docs/examples/cluster/slurm-*.sh "$work/project"
cd "$work/project"

echo "a disk that the nodes share"
documented 'parts=$(sbatch --parsable --array=1-8 slurm-array.sh 8)'
documented 'sbatch --dependency=afterok:$parts --kill-on-invalid-dep=yes slurm-merge.sh'
wait_for 120 all_ended
same_as_one_run . || fail "the documents are not those of one run"
[ "$(cut -d: -f1 "$work/runs" | sort -u | grep -c '^n')" = 3 ] || fail "not all nodes took part"

echo "a part is cancelled midway: nothing is joined, it is named, it alone is made again"
rm -rf outputs "$work/runs"
echo 3/8 >"$work/hold"
documented 'parts=$(sbatch --parsable --array=1-8 slurm-array.sh 8)'
documented 'sbatch --dependency=afterok:$parts --kill-on-invalid-dep=yes slurm-merge.sh'
wait_for 60 test -e "$work/midway"
scancel "${parts}_3"
wait_for 60 all_ended
rm "$work/midway"
! compgen -G 'outputs/2*' >/dev/null || fail "the parts were joined without one of them"
compgen -G 'outputs/.svodka/shards/3-of-8/.svodka/unfinished/2*/s*.txt' >/dev/null || fail "what the cancelled job made is lost"
code=0
svodka merge >"$work/said" 2>&1 || code=$?
[ "$code" = 1 ] && grep -q 'svodka build --shard 3/8' "$work/said" || fail "merge does not name the missing part"
! grep -q -- '--shard [^3]/8' "$work/said" || fail "merge misses parts that are there"
documented 'part=$(sbatch --parsable --array=3 slurm-array.sh 8)'
documented 'sbatch --dependency=afterok:$part --kill-on-invalid-dep=yes slurm-merge.sh'
wait_for 60 all_ended
same_as_one_run . || fail "the documents are not those of one run"
[ "$(runs_of 3/8)" = 2 ] && [ "$(runs_of 4/8)" = 1 ] || fail "not only the lost part was made again"

echo "a node is lost, the parts lie on the nodes' own disks: Slurm makes its part again elsewhere"
rm -rf outputs "$work/runs"
echo 2/8 >"$work/hold"
documented 'parts=$(sbatch --parsable --array=1-8 slurm-scratch.sh 8)'
documented 'sbatch --dependency=afterok:$parts --kill-on-invalid-dep=yes slurm-merge.sh parts'
wait_for 60 test -e "$work/midway"
lost=$(grep -- '--shard 2/8 ' "$work/runs" | cut -d: -f1)
made=$(cat "$work/midway")
script=$(parent_of "$made")
kill -9 "$(cat "$work/$lost.process")" "$(parent_of "$script")" "$script" "$made"
rm "$work/midway"
requeued() { scontrol show job "${parts}_2" | grep -q 'JobState=PENDING Reason=BeginTime'; }
wait_for 60 requeued
scontrol update JobId="${parts}_2" StartTime=now # Slurm waits two minutes before it starts a lost job again
wait_for 60 all_ended
same_as_one_run . || fail "the documents are not those of one run"
[ "$(runs_of 2/8)" = 2 ] && [ "$(runs_of 4/8)" = 1 ] || fail "not only the lost part was made again"
! grep -- '--shard 2/8 ' "$work/runs" | tail -n 1 | grep -q "^$lost:" || fail "it was made again where the node was lost"

echo "a region: each project by itself, then their totals"
mkdir -p "$work/region/municipalities" "$work/region/templates"
cd "$work/region"
cp "$project"/docs/examples/cluster/slurm-{array,merge}.sh .
new_project municipalities/north
new_project municipalities/south
find municipalities -name '*.yaml' -path '*/inputs/*' -exec sed -i -E 's/20[0-9]{2}-[0-9]{2}/2020-10/g; s/20[2-9][0-9]/2020/g' {} + # those were of today
echo 'projects: [municipalities/*]' >projects.yaml
cat >templates/total.yaml <<'END'
title: Итог
outputs: [{template: total.txt, file: total.txt}]
data: {schools: "SELECT count(*) AS n FROM projects.organisations WHERE kind = 'school'"}
END
echo '{{schools.n}}' >templates/total.txt
cp -R . ../copy
svodka build -q -C ../copy --period 2020-12
rm "$work/runs"
documented 'parts=$(sbatch --parsable --array=1-2 slurm-array.sh 2 --period 2020-12)'
documented 'sbatch --dependency=afterok:$parts --kill-on-invalid-dep=yes slurm-merge.sh --period 2020-12'
wait_for 60 all_ended
[ "$(wc -l <"$work/runs")" = 3 ] || fail "not one job for each part and one for the region"
diff -r -x .svodka -x '*.log' ../copy . || fail "the documents are not those of one run"
[ "$(cat outputs/2020-12/total.txt)" = 484 ] || fail "the total is wrong"
