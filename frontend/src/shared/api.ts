/** Fetch wrappers for the envelopes of the server: `/api` (`success`, `data`), `/backend-api` (bare object, `detail`), `/pg` (OpenAI's `error`). */

/** A refusal or failure of the server; `status` 0 means that no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail: Record<string, unknown> = {},
    readonly retryAfter: number | null = null,
    readonly requestId: string | null = null,
  ) {
    super(message || code);
    this.name = "ApiError";
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

/** One page of a list of `/api`. */
export interface Page<Item> {
  items: Item[];
  total: number;
  page: number;
  page_size: number;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

type SessionLost = () => void;
const sessionListeners = new Set<SessionLost>();

/** Calls `listener` whenever a call answers 401; returns the function that stops it. */
export function onSessionLost(listener: SessionLost): () => void {
  sessionListeners.add(listener);
  return () => sessionListeners.delete(listener);
}

type AskForPassword = () => Promise<boolean>;
let askForPassword: AskForPassword | null = null;
let asking: Promise<boolean> | null = null;

/**
 * Has `ask` called when the server wants the password again before a step-up action; it says whether the password was given, and
 * then the call is made again. Returns the function that stops it.
 */
export function onPasswordWanted(ask: AskForPassword): () => void {
  askForPassword = ask;
  return () => {
    if (askForPassword === ask) askForPassword = null;
  };
}

/** Calls that want it at the same time wait for the same answer. */
async function isPasswordGiven(error: ApiError): Promise<boolean> {
  if (error.code !== "confirm_password" || !askForPassword) return false;
  asking ??= askForPassword().finally(() => {
    asking = null;
  });
  return asking;
}

export interface CallOptions {
  signal?: AbortSignal;
  headers?: Record<string, string>;
  /** Set where a 401 is an expected answer (signing in, asking who one is). */
  allowsStrangers?: boolean;
}

/** Sends JSON and returns the raw response, or throws `ApiError` with status 0 when the network failed. */
export async function send(method: Method, path: string, body?: unknown, options: CallOptions = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (options.signal) init.signal = options.signal;
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "network", "network");
  }
}

/** Turns a response that is not a success into the error it names, and tells listeners about a lost session. */
export async function failure(response: Response, options: CallOptions = {}): Promise<ApiError> {
  const body = record(await response.json().catch(() => null));
  const detail = { ...record(body["data"]), ...record(body["detail"]), ...record(body["error"]) };
  const code = text(detail["code"]) || text(body["code"]) || `http_${response.status}`;
  const message = text(detail["message"]) || text(body["message"]);
  if (response.status === 401 && !options.allowsStrangers) sessionListeners.forEach((listener) => listener());
  const retry = Number(response.headers.get("Retry-After"));
  return new ApiError(
    response.status,
    code,
    message,
    detail,
    Number.isFinite(retry) && retry > 0 ? retry : null,
    response.headers.get("X-Request-Id"),
  );
}

/** A call of `/api`: returns `data`. */
export async function api<Data = unknown>(
  method: Method,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Data> {
  const envelope = await apiEnvelope(method, path, body, options);
  return envelope["data"] as Data;
}

/** A call of `/api` whose answer carries more than `data`, such as `time` of an account test. */
export async function apiEnvelope(
  method: Method,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Record<string, unknown>> {
  const response = await apiResponse(method, path, body, options);
  const envelope = record(await response.json().catch(() => null));
  if (envelope["success"] === false) {
    throw new ApiError(response.status, text(envelope["code"]) || "refused", text(envelope["message"]), envelope);
  }
  return envelope;
}

/** A call of `/api` whose answer is a file. */
export async function apiFile(method: Method, path: string, body?: unknown): Promise<Blob> {
  const response = await apiResponse(method, path, body);
  try {
    return await response.blob();
  } catch {
    // It broke off on the way.
    throw new ApiError(0, "network", "network");
  }
}

/** The answer of `/api`, once the password was given where it is wanted; a refusal is thrown. */
async function apiResponse(method: Method, path: string, body?: unknown, options: CallOptions = {}): Promise<Response> {
  const response = await send(method, path, body, options);
  if (response.ok) return response;
  const error = await failure(response, options);
  if (await isPasswordGiven(error)) return apiResponse(method, path, body, options);
  throw error;
}

/** A call of `/backend-api`: returns the bare object. */
export async function backend<Data = unknown>(
  method: Method,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Data> {
  const response = await send(method, path, body, options);
  if (!response.ok) throw await failure(response, options);
  return (await response.json().catch(() => ({}))) as Data;
}

/** What a page holds of an answer: its data, and what the server knows it by. */
export interface Held<Data> {
  data: Data;
  /** Null when the server gave none: the answer may change at any moment. */
  tag: string | null;
}

/** A GET of `/backend-api`; null when what is known by `tag` is still right, which then does not travel again. */
export async function backendUnlessHeld<Data = unknown>(path: string, tag: string | null): Promise<Held<Data> | null> {
  const response = await send("GET", path, undefined, tag ? { headers: { "If-None-Match": tag } } : {});
  if (response.status === 304) return null;
  if (!response.ok) throw await failure(response);
  return { data: (await response.json().catch(() => ({}))) as Data, tag: response.headers.get("ETag") };
}

/** `path?key=value`, leaving out what is undefined or empty; after a query that is there already, behind it. */
export function withQuery(path: string, query: Record<string, string | number | boolean | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(key, String(value));
  }
  const tail = search.toString();
  return tail ? `${path}${path.includes("?") ? "&" : "?"}${tail}` : path;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
