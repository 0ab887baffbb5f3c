const labels: Record<string, string> = {
  bash: "Bash", c: "C", cpp: "C++", csharp: "C#", css: "CSS", dart: "Dart", diff: "Diff", docker: "Dockerfile", go: "Go",
  ini: "INI", java: "Java", javascript: "JavaScript", json: "JSON", jsx: "JSX", kotlin: "Kotlin", latex: "LaTeX", lua: "Lua",
  makefile: "Makefile", markdown: "Markdown", markup: "HTML", nginx: "nginx", objectivec: "Objective-C", perl: "Perl", php: "PHP",
  powershell: "PowerShell", python: "Python", r: "R", ruby: "Ruby", rust: "Rust", scala: "Scala", sql: "SQL", swift: "Swift",
  toml: "TOML", tsx: "TSX", typescript: "TypeScript", yaml: "YAML",
};

const aliases: Record<string, string> = {
  sh: "bash", shell: "bash", zsh: "bash", console: "bash", "c++": "cpp", cc: "cpp", h: "c", hpp: "cpp", "c#": "csharp", cs: "csharp",
  dockerfile: "docker", golang: "go", js: "javascript", mjs: "javascript", node: "javascript", kt: "kotlin", tex: "latex",
  make: "makefile", md: "markdown", html: "markup", xml: "markup", svg: "markup", vue: "markup", objc: "objectivec",
  ps1: "powershell", pwsh: "powershell", py: "python", python3: "python", rb: "ruby", rs: "rust", mysql: "sql", postgresql: "sql",
  sqlite: "sql", ts: "typescript", yml: "yaml", jsonc: "json", json5: "json", patch: "diff",
};

/** What a fence says of its language: the highlighter's key ("" when it knows none) and the name for readers. */
export function languageName(fence: string): { key: string; label: string } {
  const word = (fence.trim().split(/[\s{,]/)[0] ?? "").toLowerCase();
  const known = aliases[word] ?? word;
  const label = Object.hasOwn(labels, known) ? labels[known] : undefined;
  return label ? { key: known, label: word === "xml" || word === "svg" ? word.toUpperCase() : label } : { key: "", label: word };
}
