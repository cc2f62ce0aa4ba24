// A loader of webpack for TypeScript.
const { transform } = require("esbuild");

module.exports = async function eraseTypes(source) {
  const { code } = await transform(source, { loader: "ts", format: "esm", target: "es2022" });
  return code;
};
