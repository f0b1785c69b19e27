// The core's own tests in the browser's Python, under Node:  node site/core_tests.mjs SITE SITE-PACKAGES ROOT
// numpy is Pyodide's; pytest and its like come from a folder: pip install --target SITE-PACKAGES --no-deps \
//   --only-binary=:all: --platform any --python-version 3.14 -r tests/site/browser-python.txt
import { pathToFileURL } from "node:url";

const [site, packages, root] = process.argv.slice(2);
const folder = `${site}/static/pyodide`;
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${folder}/` });
await python.loadPackage("numpy", { messageCallback: () => {} });
python.mountNodeFS("/packages", packages);
python.mountNodeFS("/root", root);
process.exitCode = python.runPython(`
import os, sys
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
sys.dont_write_bytecode = True
sys.path += ["/root", "/packages"]
os.chdir("/root")
import numpy, pytest
print("numpy", numpy.__version__, "Python", sys.version.split()[0])
options = ["--import-mode=importlib", "--doctest-modules", "-q", "-p", "no:cacheprovider", "--override-ini=faulthandler_timeout=0", "--override-ini=addopts="]
options += ["-p", "_hypothesis_pytestplugin", "-W", "error"]
# One file is about what a process of its own loads: here there are no processes.
int(pytest.main([*options, "--ignore=tests/core/test_core_imports.py", "tests/core", "backprop_core"]))
`);
