#!/usr/bin/env python3
"""The manifest of docs/examples/cluster: held against the schema of the Kubernetes API and against what the API server asks
for beside it, and its containers' commands run here, one index after another: the documents are those of one run. And the
image that it names has the libraries that the program needs.

usage: kubernetes.py SVODKA PROJECT
"""
import copy
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import jsonschema
import yaml

SVODKA = Path(sys.argv[1]).resolve()
PROJECT = Path(sys.argv[2]).resolve()
EXAMPLES = PROJECT / "docs/examples/cluster"
QUANTITY = r"[0-9]+(\.[0-9]+)?(m|[kMGTPE]|[KMGTPE]i)?"  # resource.Quantity of the API
HERE = Path(__file__).resolve().parent


def manifests():
    return list(yaml.safe_load_all((EXAMPLES / "kubernetes.yaml").read_text()))


def named(name):
    return next(each for each in manifests() if each["metadata"]["name"] == name)


def container_of(job):
    return job["spec"]["template"]["spec"]["containers"][0]


class Manifest(unittest.TestCase):
    def setUp(self):
        schema = json.loads((PROJECT / "tests/data/kubernetes/jobs.schema.json").read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        self.validators = {}
        for kind in ("Job", "PersistentVolumeClaim"):
            one = {"definitions": schema["definitions"], "allOf": [{"$ref": f"#/definitions/V1{kind}"}]}
            self.validators[kind] = jsonschema.Draft7Validator(one)

    def test_is_as_the_api_has_it(self):
        self.assertEqual(len(manifests()), 3)
        for manifest in manifests():
            errors = [f"{list(error.path)}: {error.message}"
                      for error in self.validators[manifest["kind"]].iter_errors(manifest)]
            self.assertEqual(errors, [], manifest["metadata"]["name"])

    def test_the_schema_knows_every_field(self):
        """Each field of the manifests, misspelt, is refused, but for the names that users choose."""
        def fields(value, path=()):
            for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(value, dict) and (not path or path[-1] not in ("requests", "limits")):
                    yield (*path, key)
                if isinstance(inner, (dict, list)):
                    yield from fields(inner, (*path, key))
        count = 0
        for manifest in manifests():
            for path in fields(manifest):
                wrong = copy.deepcopy(manifest)
                place = wrong
                for key in path[:-1]:
                    place = place[key]
                place[path[-1] + "x"] = place.pop(path[-1])
                self.assertFalse(self.validators[manifest["kind"]].is_valid(wrong), path)
                count += 1
        self.assertGreater(count, 80)

    def test_what_the_server_asks_for_beside_the_schema(self):
        parts, merge, claim = named("svodka-parts"), named("svodka-merge"), named("svodka-project")
        spec = parts["spec"]
        self.assertEqual(spec["completionMode"], "Indexed")  # without it: no index, no backoffLimitPerIndex
        self.assertEqual(spec["template"]["spec"]["restartPolicy"], "Never")  # podFailurePolicy asks for it
        for rule in spec["podFailurePolicy"]["rules"]:
            self.assertIn(rule["action"], ("FailIndex", "FailJob", "Count", "Ignore"))
            self.assertEqual(len(rule), 2)
            if "onExitCodes" in rule:
                self.assertIn(rule["onExitCodes"]["operator"], ("In", "NotIn"))
                self.assertEqual(rule["onExitCodes"]["containerName"], container_of(parts)["name"])
                self.assertNotIn(0, rule["onExitCodes"]["values"])
        self.assertIn("ReadWriteMany", claim["spec"]["accessModes"])
        for job in (parts, merge):
            pod = job["spec"]["template"]["spec"]
            volumes = {each["name"]: each for each in pod["volumes"]}
            mounts = {each["name"]: each["mountPath"] for each in container_of(job)["volumeMounts"]}
            self.assertEqual(volumes.keys(), mounts.keys())
            self.assertEqual(volumes["project"]["persistentVolumeClaim"]["claimName"], claim["metadata"]["name"])
            self.assertEqual(mounts["project"], container_of(job)["workingDir"])
            resources = container_of(job)["resources"]
            for quantity in [*resources["requests"].values(), *resources["limits"].values()]:
                self.assertRegex(quantity, f"^{QUANTITY}$")

    def test_the_pages_name_these_jobs(self):
        for page in ("cluster.md", "cluster.ru.md"):
            text = (PROJECT / "docs" / page).read_text()
            names = set(re.findall(r"\bjob(?:s?[/ ])(svodka-\w+)", text))
            self.assertEqual(names, {"svodka-parts", "svodka-merge"}, page)
            patch = re.search(r"kubectl patch job svodka-merge -p '(.*)'", text)[1]
            self.assertEqual(json.loads(patch), {"spec": {"suspend": not named("svodka-merge")["spec"]["suspend"]}})


class Commands(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        programs = Path(self.folder.name) / "bin"
        programs.mkdir()
        (programs / "svodka").symlink_to(SVODKA)
        self.path = f"{programs}:{os.environ['PATH']}"
        self.project = Path(self.folder.name) / "project"
        self.shell(f'new_project "{self.project}"')

    def shell(self, command):
        return subprocess.run(["bash", "-c", f'set -e; . "{HERE}/project.sh"; {command}'], env=os.environ | {"PATH": self.path},
                              check=True)

    def run_container(self, name, **more):
        container = container_of(named(name))
        environment = {each["name"]: each["value"] for each in container["env"]} | more | {"PATH": self.path}
        command = container["command"] + container.get("args", [])
        return subprocess.run(command, cwd=self.project, env=environment, text=True, capture_output=True, check=False)

    def test_make_what_one_run_makes(self):
        completions = named("svodka-parts")["spec"]["completions"]
        for index in range(completions):
            if index != 2:
                part = self.run_container("svodka-parts", JOB_COMPLETION_INDEX=str(index))
                self.assertEqual(part.returncode, 0, part.stderr)
        merged = self.run_container("svodka-merge")
        self.assertEqual(merged.returncode, 1)
        self.assertEqual(re.findall(r"--shard (\d+/\d+)", merged.stderr), [f"3/{completions}"])
        self.run_container("svodka-parts", JOB_COMPLETION_INDEX="2")
        merged = self.run_container("svodka-merge")
        self.assertEqual(merged.returncode, 0, merged.stderr)
        self.shell(f'same_as_one_run "{self.project}"')

    def test_tell_mistakes_from_losses(self):
        """Mistakes in the data end with the exit codes for which an index is not tried again, a lost disk does not."""
        rules = named("svodka-parts")["spec"]["podFailurePolicy"]["rules"]
        final = next(rule["onExitCodes"]["values"] for rule in rules if rule["action"] == "FailIndex")
        (self.project / "outputs").write_text("no folder")
        self.assertNotIn(self.run_container("svodka-parts", JOB_COMPLETION_INDEX="0").returncode, [0, *final])
        (self.project / "outputs").unlink()
        (self.project / "inputs/plan.yaml").write_text("plan: [")
        self.assertIn(self.run_container("svodka-parts", JOB_COMPLETION_INDEX="0").returncode, final)


class Image(unittest.TestCase):
    def test_has_the_libraries_of_the_program(self):
        installed = re.search(r"--no-install-recommends (.*?) && rm", (EXAMPLES / "Containerfile").read_text(), re.S)[1]
        packages = set(installed.replace("\\", " ").split())
        headers = subprocess.run(["readelf", "-d", SVODKA], text=True, capture_output=True, check=True).stdout
        found = dict(re.findall(r"(\S+) => (\S+)", subprocess.run(["ldd", SVODKA], text=True, capture_output=True,
                                                                check=True).stdout))
        needed = re.findall(r"\(NEEDED\).*\[(.*)\]", headers)
        self.assertGreater(len(needed), 10)
        for library in needed:
            owner = subprocess.run(["dpkg-query", "-S", "*" + found.get(library, library)], text=True,
                                   capture_output=True, check=True).stdout.split(":")[0]
            if owner not in ("libc6", "libgcc-s1", "libstdc++6"):  # apt itself needs these
                self.assertIn(owner, packages, library)


unittest.main(argv=sys.argv[:1])
