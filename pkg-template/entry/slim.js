/** The same API with no module behind it: a library leaves that choice to the application. */
export * from "../lib/api.js";
