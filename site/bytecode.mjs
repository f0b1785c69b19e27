// Run bytecode.py in the browser's own Python:  node site/bytecode.mjs PYODIDE FOLDER BEGINNING...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, folder, ...withSource] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${pyodide}/` });
python.mountNodeFS("/folder", folder);
const script = readFileSync(new URL("bytecode.py", import.meta.url), "utf8");
python.runPython(`import sys\nsys.argv = ["", "/folder", *arguments]\n${script}`, {
  globals: python.toPy({ __name__: "__main__", arguments: withSource }),
});
