import { verify } from "../../verify.js";

export const runtime = "edge";
export const GET = verify;
