#!/usr/bin/env python3
"""Writes the part of the Kubernetes API that the manifests of docs/examples/cluster use, as a JSON schema in which nothing
unknown is allowed, from the models of the npm package @kubernetes/client-node (see README.md).

usage: make_schema.py PACKAGE >jobs.schema.json        PACKAGE: the unpacked package
"""
import json
import re
import sys
from pathlib import Path

KINDS = {"V1Job": ("batch/v1", "Job"), "V1PersistentVolumeClaim": ("v1", "PersistentVolumeClaim")}
SCALARS = {"string": "string", "boolean": "boolean", "any": None, "object": "object"}


def schema_of(type_, format_, wanted):
    if many := re.fullmatch(r"Array<(.*)>", type_):
        return {"type": "array", "items": schema_of(many[1], format_, wanted)}
    if named := re.fullmatch(r"\{ \[key: string\]: (.*); \}", type_):
        return {"type": "object", "additionalProperties": schema_of(named[1], format_, wanted)}
    if type_ == "number":
        return {"type": "integer" if format_.startswith("int") else "number"}
    if type_ == "IntOrString":
        return {"type": ["integer", "string"]}
    if type_ in ("Date", "V1MicroTime"):
        return {"type": "string", "format": "date-time"}
    if type_ in SCALARS:
        return {"type": SCALARS[type_]} if SCALARS[type_] else {}
    wanted.append(type_)
    return {"$ref": "#/definitions/" + type_}


def model(models, name, wanted):
    script = (models / f"{name}.js").read_text()
    attributes = json.loads(re.search(r"\.attributeTypeMap = (\[.*?\n?\]);", script, re.S)[1])
    declared = re.findall(r"^    '([^']+)'(\??): ", (models / f"{name}.d.ts").read_text(), re.M)
    required = [field for field, optional in declared if not optional]
    fields = {each["baseName"]: schema_of(each["type"], each["format"], wanted)
              for each in attributes if each["baseName"] != "status" or name not in KINDS}  # that the server writes
    if len(declared) != len(attributes):
        sys.exit(f"{name}: {len(declared)} fields are declared, {len(attributes)} described")
    found = {"type": "object", "additionalProperties": False, "properties": fields}
    return found | ({"required": required} if required else {})


def main():
    models = Path(sys.argv[1]) / "dist" / "gen" / "models"
    release = re.search(r"release-[\d.]+", (models / "V1Job.js").read_text())[0]
    definitions, wanted = {}, list(KINDS)
    while wanted:
        name = wanted.pop()
        if name not in definitions:
            definitions[name] = model(models, name, wanted)
    for name, (version, kind) in KINDS.items():
        definitions[name]["properties"] |= {"apiVersion": {"const": version}, "kind": {"const": kind}}
        definitions[name]["required"] = ["apiVersion", "kind", "metadata", "spec"]
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(definitions[name], sort_keys=True)}" for name in sorted(definitions))
    kinds = json.dumps([{"$ref": "#/definitions/" + name} for name in KINDS])
    print(f'{{"$schema": "http://json-schema.org/draft-07/schema#", "title": "Kubernetes {release}",\n'
          f'"oneOf": {kinds},\n"definitions": {{\n{lines}\n}}}}')


main()
