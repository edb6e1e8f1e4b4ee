"""Which columns each column of a project's models is made of, as sqlglot says.

    python oracle.py MANIFEST DIALECT FOLDER > answer.json

MANIFEST was written by `compile --offline` of the project in FOLDER. The columns of seeds are those of their files, of sources
those declared, of models those that sqlglot finds in their SQL: nothing is taken from the tool that is compared.
"""
import csv
import json
import sys
from pathlib import Path

from sqlglot import exp, lineage
from sqlglot.schema import MappingSchema

sys.setrecursionlimit(10_000)


def main(manifest_path, dialect, folder):
    manifest = json.loads(Path(manifest_path).read_text())
    project = Project(manifest, dialect, Path(folder))
    json.dump(project.answer(), sys.stdout)


class Project:
    def __init__(self, manifest, dialect, folder):
        self.dialect = dialect
        self.folder = folder
        self.schema = MappingSchema(dialect=dialect)
        self.owners = {}
        self.nodes = manifest["nodes"]
        self.sources = manifest["sources"]

    def answer(self):
        for node in self.sources.values():
            self.add(node, list(node.get("columns") or {}))
        for node in self.nodes.values():
            if node["resource_type"] == "seed":
                self.add(node, self.header(node))
        return {node["unique_id"]: self.read(node) for node in self.in_order()}

    def in_order(self):
        """Models and snapshots, each after those it reads."""
        done = {}

        def visit(key):
            node = self.nodes.get(key)
            if key in done or node is None:
                return
            done[key] = None
            for parent in (node.get("depends_on") or {}).get("nodes") or []:
                visit(parent)
            done[key] = node
            order.append(node)

        order = []
        for key in self.nodes:
            visit(key)
        return [node for node in order if self.is_read(node)]

    @staticmethod
    def is_read(node):
        if node.get("language") == "python" or not node.get("compiled_code"):
            return False
        return node["resource_type"] in ("model", "snapshot")

    def read(self, node):
        try:
            columns = lineage.lineage(None, node["compiled_code"], self.schema, dialect=self.dialect)
        except Exception as error:  # whatever it cannot read is an answer too
            return {"error": f"{type(error).__name__}: {error}".split("\n")[0][:200]}
        found = {name: self.leaves(top) for name, top in columns.items()}
        self.add(node, [name for name in found if name != "*"])
        return {"columns": found}

    def leaves(self, top):
        out = set()
        for node in top.walk():
            if node.downstream or not isinstance(node.source, exp.Table):
                continue
            key = self.key(node.source)
            out.add((self.owners.get(key, ".".join(key)), node.name.split(".")[-1].strip('"')))
        return sorted(out)

    def add(self, node, columns):
        name = node.get("relation_name")
        if not name:
            return
        table = exp.to_table(name, dialect=self.dialect)
        self.owners[self.key(table)] = node["unique_id"]
        # Its schema wants all names of one length; what reads a file has a shorter one.
        if columns and len(table.parts) == 3:
            self.schema.add_table(table, {f'"{column}"' if node["resource_type"] == "model" else column: "unknown" for column in columns})

    @staticmethod
    def key(table):
        return tuple(part.name.lower() for part in table.parts)

    def header(self, node):
        path = Path(node.get("root_path") or self.folder) / node["original_file_path"]
        with path.open(newline="", encoding="utf-8-sig") as file:
            return next(csv.reader(file, delimiter=node["config"].get("delimiter") or ","), [])


main(*sys.argv[1:])
