import { verify } from "../../verify.js";

export const dynamic = "force-dynamic";
export const GET = verify;
