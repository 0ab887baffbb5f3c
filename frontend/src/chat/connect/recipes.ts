/** What programs must be told to ask here: texts to paste, filled in. */

export interface Way {
  /** Scheme, host and port, without a slash at its end. */
  origin: string;
  /** Begins with `sk-`. */
  key: string;
  model: string;
}

/** One text to copy: `place` is a file, or a kind of shell, or a field of a form. */
export interface Piece {
  place: Place;
  text: string;
}

export type Place =
  | { file: string }
  | "shell" | "powershell" | "install" | "python" | "javascript"
  | "address" | "key" | "model" | "provider";

export const programs = ["cherry", "python", "javascript", "codex", "claude", "gemini", "other"] as const;
export type Program = (typeof programs)[number];

/** The pieces for a program, in the order in which they are used. */
export function recipe(program: Program, way: Way): Piece[] {
  return recipes[program](way);
}

const recipes: Record<Program, (way: Way) => Piece[]> = {
  cherry: ({ origin, key, model }) => [
    { place: "provider", text: "OpenAI" },
    { place: "address", text: origin },
    { place: "key", text: key },
    { place: "model", text: model },
  ],
  python: (way) => [
    { place: "install", text: "pip install openai" },
    { place: "python", text: python(way) },
  ],
  javascript: (way) => [
    { place: "install", text: "npm install openai" },
    { place: "javascript", text: javascript(way) },
  ],
  codex: (way) => [
    { place: { file: "~/.codex/config.toml" }, text: codex(way) },
    ...variables({ CHATMIRROR_API_KEY: way.key }, "codex"),
  ],
  claude: ({ origin, key, model }) =>
    variables(
      {
        ANTHROPIC_BASE_URL: origin,
        ANTHROPIC_AUTH_TOKEN: key,
        ANTHROPIC_MODEL: model,
        ANTHROPIC_DEFAULT_HAIKU_MODEL: model,
      },
      "claude",
    ),
  gemini: ({ origin, key, model }) =>
    variables({ GOOGLE_GEMINI_BASE_URL: origin, GEMINI_API_KEY: key, GEMINI_MODEL: model }, "gemini"),
  other: ({ origin, key, model }) => [
    { place: "address", text: `${origin}/v1` },
    { place: "key", text: key },
    { place: "model", text: model },
  ],
};

/** The same variables for both kinds of shell, and the program that reads them. */
function variables(values: Record<string, string>, command: string): Piece[] {
  const entries = Object.entries(values);
  const shell = entries.map(([name, value]) => `export ${name}=${shellQuoted(value)}`);
  const powershell = entries.map(([name, value]) => `$env:${name} = ${powershellQuoted(value)}`);
  return [
    { place: "shell", text: [...shell, command].join("\n") },
    { place: "powershell", text: [...powershell, command].join("\n") },
  ];
}

function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}

function powershellQuoted(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;
}

/** JSON's strings are strings of Python, JavaScript and TOML, too; beyond ASCII all three take the character itself. */
const quoted = (text: string) => JSON.stringify(text).replace(/\u007f/g, "\\u007f");

function python({ origin, key, model }: Way): string {
  return [
    "from openai import OpenAI",
    "",
    `client = OpenAI(base_url=${quoted(`${origin}/v1`)}, api_key=${quoted(key)})`,
    "answer = client.chat.completions.create(",
    `    model=${quoted(model)},`,
    '    messages=[{"role": "user", "content": "Hello"}],',
    ")",
    "print(answer.choices[0].message.content)",
  ].join("\n");
}

function javascript({ origin, key, model }: Way): string {
  return [
    'import OpenAI from "openai";',
    "",
    `const client = new OpenAI({ baseURL: ${quoted(`${origin}/v1`)}, apiKey: ${quoted(key)} });`,
    "const answer = await client.chat.completions.create({",
    `  model: ${quoted(model)},`,
    '  messages: [{ role: "user", content: "Hello" }],',
    "});",
    "console.log(answer.choices[0].message.content);",
  ].join("\n");
}

function codex({ origin, model }: Way): string {
  return [
    `model = ${quoted(model)}`,
    'model_provider = "chatmirror"',
    "",
    "[model_providers.chatmirror]",
    'name = "chatmirror"',
    `base_url = ${quoted(`${origin}/v1`)}`,
    'env_key = "CHATMIRROR_API_KEY"',
    'wire_api = "responses"',
  ].join("\n");
}
