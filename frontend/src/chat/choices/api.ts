import { backend } from "../../shared/api";

export interface Instructions {
  enabled: boolean;
  about_user_message: string;
  about_model_message: string;
}

const path = "/backend-api/user_system_messages";

/** Of either text, in bytes; the server takes no more. */
export const longestInstruction = 6000;

export function fetchInstructions(): Promise<Instructions> {
  return backend("GET", path);
}

export function saveInstructions(instructions: Instructions): Promise<Instructions> {
  return backend("PATCH", path, instructions);
}
