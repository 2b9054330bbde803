//! A module's JavaScript in a fifth of the bytes: the exports that wasm-bindgen described, called
//! the way its own file calls them.
//!
//! Nothing is assumed that its files do not say: the types of an export must come to the very
//! parameters of the raw one. The client's one import is written here, and what no call needs of a
//! module's exports is not kept.

use anyhow::{Context, Result, bail, ensure};

/// Begins the file. A call that throws in the middle leaves its texts in memory: the shell then
/// starts a fresh instance, so nothing has to be given back.
const HEAD: &str = r#"const encoder = new TextEncoder(), decoder = new TextDecoder();
let wasm, view, size;

/** The module's memory; one that has grown leaves an empty view behind. */
function memory() {
    return view.length > 0 ? view : view = new Uint8Array(wasm.memory.buffer);
}

/** Makes room for so many bytes: gives where, and leaves behind how many. */
function room(bytes) {
    size = bytes;
    return wasm.__wbindgen_malloc(size, 1) >>> 0;
}

/** Hands bytes over. */
function pass(bytes) {
    const at = room(bytes.length);
    memory().set(bytes, at);
    return at;
}

/** Hands a text over as bytes; ASCII by hand, in half the encoder's time. */
function give(text) {
    const at = room(text.length), bytes = memory();
    for (let place = 0; place < size; place++) {
        const code = text.charCodeAt(place);
        if (code > 127) return pass(encoder.encode(text));
        bytes[at + place] = code;
    }
    return at;
}

/** Takes a text back, and with it all the memory that its call took. */
function take(pair) {
    const at = pair[0] >>> 0;
    const text = decoder.decode(memory().subarray(at, at + pair[1]));
    wasm.forget();
    return text;
}

"#;

/// Follows where a call gives bytes.
const BYTES: &str = r#"
/** Takes bytes back, and with them all the memory that their call took. */
function taken(pair) {
    const at = pair[0] >>> 0;
    const bytes = memory().slice(at, at + pair[1]);
    wasm.forget();
    return bytes;
}
"#;

/// The import of a module that needs randomness, and its start.
const WITH_RANDOM: &str = r#"
/** Fills memory with random bytes; tells whether that worked. */
function random(at, size) {
    try {
        crypto.getRandomValues(new Uint8Array(wasm.memory.buffer, at, size));
        return 1;
    } catch {}
}

export function initSync({ module }) {
    wasm = new WebAssembly.Instance(module, { loader: { random } }).exports;
    view = new Uint8Array();
    return wasm.memory;
}
"#;

/// The start of a module that imports nothing.
const ALONE: &str = r#"
export function initSync({ module }) {
    wasm = new WebAssembly.Instance(module).exports;
    view = new Uint8Array();
    return wasm;
}
"#;

/// Exports that the head calls.
const OWN: [&str; 3] = ["memory", "__wbindgen_malloc", "forget"];

/// Ends the file's types.
const INIT_TYPE: &str =
    "export function initSync(given: { module: WebAssembly.Module }): WebAssembly.Memory;\n";

/// What wasm-bindgen wrote.
pub struct Described<'a> {
    /// Whether the module asks the loader for random bytes.
    pub random: bool,
    /// The JavaScript.
    pub glue: &'a str,
    /// Its types.
    pub types: &'a str,
    /// The types of the module's own exports.
    pub raw: &'a str,
}

/// What is made of it.
pub struct Made {
    /// The JavaScript.
    pub glue: String,
    /// Its types.
    pub types: String,
    /// The module's exports that it uses; it calls the first `a`, the next `b`, and so on.
    pub exports: Vec<String>,
}

/// The module's JavaScript, its types, and what it needs of the module.
pub fn make(described: &Described<'_>) -> Result<Made> {
    let functions = functions(described.glue);
    let mut exports: Vec<String> = OWN.map(String::from).into();
    for own in &exports {
        ensure!(described.raw.contains(&format!("export const {own}: ")), "no export {own}");
    }
    let mut glue = String::from(HEAD);
    if described.types.contains("): Uint8Array;") {
        glue.push_str(BYTES);
    }
    glue.push_str(if described.random { WITH_RANDOM } else { ALONE });
    let mut types = String::new();
    for line in described.types.lines().filter(|line| line.starts_with("export function ")) {
        let export = Export::parse(line).with_context(|| format!("not understood: {line}"))?;
        if export.name == "initSync" {
            break;
        }
        if OWN.contains(&export.name) {
            continue;
        }
        export.check(described.raw)?;
        let own = functions.iter().find(|function| function.name == export.name);
        let own = own.with_context(|| format!("no JavaScript for {line}"))?;
        if export.crosses() {
            glue.push_str(&format!("\n{}\n", export.call()));
        } else {
            glue.push_str(&format!("\n{}\n", own.text));
        }
        types.push_str(&format!("{line}\n"));
        exports.push(export.name.to_owned());
    }
    ensure!(!types.is_empty(), "wasm-bindgen's types tell of no call");
    ensure!(exports.len() <= 26, "more exports than letters: they need longer names");
    types.push_str(INIT_TYPE);
    Ok(Made { glue: shorten(&glue, &exports), types, exports })
}

/// The name of an export in what ships.
pub fn short_name(place: usize) -> String {
    char::from(b'a' + place as u8).to_string()
}

/// Calls the exports by their short names.
fn shorten(glue: &str, exports: &[String]) -> String {
    let mut pieces = glue.split("wasm.");
    let mut short = String::from(pieces.next().unwrap_or_default());
    for piece in pieces {
        let end = piece.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let (name, rest) = piece.split_at(end.unwrap_or(piece.len()));
        let place = exports.iter().position(|export| export == name);
        let name = place.map_or(name.to_owned(), short_name);
        short.push_str(&format!("wasm.{name}{rest}"));
    }
    short
}

/// A function at the top level of wasm-bindgen's file.
struct Function<'a> {
    name: &'a str,
    text: &'a str,
}

fn functions(glue: &str) -> Vec<Function<'_>> {
    let mut found = Vec::new();
    let mut rest = glue;
    while let Some(at) = rest.find("function ") {
        let line = rest[..at].rfind('\n').map_or(0, |at| at + 1);
        let name = rest[at + 9..].split('(').next().unwrap_or_default();
        let end = rest[at..].find("\n}\n").map(|end| at + end + 2);
        let begins_line = matches!(&rest[line..at], "" | "export ");
        match end.filter(|_| begins_line) {
            Some(end) => {
                found.push(Function { name, text: &rest[line..end] });
                rest = &rest[end..];
            }
            None => rest = &rest[at + 9..],
        }
    }
    found
}

/// An export by its types.
#[derive(Debug)]
struct Export<'a> {
    name: &'a str,
    /// Names and types.
    parameters: Vec<(&'a str, &'a str)>,
    result: &'a str,
}

impl<'a> Export<'a> {
    /// `export function name(a: number, b: string): string;`
    fn parse(line: &'a str) -> Option<Self> {
        let (name, rest) = line.strip_prefix("export function ")?.split_once('(')?;
        let (list, result) = rest.strip_suffix(';')?.rsplit_once("): ")?;
        let parameters = list.split(", ").filter(|part| !part.is_empty());
        let parameters: Option<Vec<_>> = parameters.map(|part| part.split_once(": ")).collect();
        Some(Export { name, parameters: parameters?, result })
    }

    /// What takes the result back, where that is a text or bytes.
    fn taker(&self) -> Option<&'static str> {
        match self.result {
            "string" => Some("take"),
            "Uint8Array" => Some("taken"),
            _ => None,
        }
    }

    /// Whether a text or bytes go over, in or out.
    fn crosses(&self) -> bool {
        self.taker().is_some() || self.parameters.iter().any(|(_, kind)| is_pair(kind))
    }

    /// Whether the raw export takes and gives just what these types come to.
    fn check(&self, raw: &str) -> Result<()> {
        let mut count = 0;
        for (name, kind) in &self.parameters {
            match *kind {
                "number" | "boolean" => count += 1,
                kind if is_pair(kind) => count += 2,
                kind => bail!("{}: no rule for {name} of type {kind}", self.name),
            }
        }
        let result = match self.result {
            _ if self.taker().is_some() => "[number, number]",
            "number" | "void" => self.result,
            kind => bail!("{}: no rule for a result of type {kind}", self.name),
        };
        let list: Vec<String> =
            ('a'..='z').take(count).map(|name| format!("{name}: number")).collect();
        let line = format!("export const {}: ({}) => {result};", self.name, list.join(", "));
        ensure!(raw.contains(&line), "the module's own types have no line `{line}`");
        Ok(())
    }

    fn call(&self) -> String {
        let names: Vec<&str> = self.parameters.iter().map(|(name, _)| *name).collect();
        let values = self.parameters.iter().map(|(name, kind)| match *kind {
            "string" => format!("give({name}), size"),
            kind if is_pair(kind) => format!("pass({name}), size"),
            _ => String::from(*name),
        });
        let values: Vec<String> = values.collect();
        let call = format!("wasm.{}({})", self.name, values.join(", "));
        let call = self.taker().map_or(call.clone(), |taker| format!("{taker}({call})"));
        format!("export const {} = ({}) => {call};", self.name, names.join(", "))
    }
}

/// Whether a value of that type goes over as an address and a length.
fn is_pair(kind: &str) -> bool {
    matches!(kind, "string" | "Uint8Array | number[]" | "Uint8Array")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "/**\n * @param {string} text\n */\nexport function prepare(kind, text) {\n    let x;\n}\nexport function count() {\n    return wasm.count();\n}\nexport function forget() {\n    wasm.forget();\n}\nfunction __wbg_get_imports() {\n    return helper(1);\n}\n\nasync function load() {\n}\n";
    const TYPES: &str = "export function forget(): void;\n\nexport function prepare(kind: number, text: string): string;\n\nexport function count(): number;\n\nexport function initSync(module: X): InitOutput;\n";
    const RAW: &str = "export const memory: WebAssembly.Memory;\nexport const prepare: (a: number, b: number, c: number) => [number, number];\nexport const count: () => number;\nexport const forget: () => void;\nexport const __wbindgen_malloc: (a: number, b: number) => number;\nexport const __wbindgen_start: () => void;\n";

    fn described<'a>(types: &'a str, raw: &'a str) -> Described<'a> {
        Described { random: true, glue: GLUE, types, raw }
    }

    #[test]
    fn texts_go_over_by_address_and_the_rest_stays_as_it_was() -> Result<()> {
        let made = make(&described(TYPES, RAW))?;
        let call = "export const prepare = (kind, text) => take(wasm.d(kind, give(text), size));";
        assert!(made.glue.contains(call));
        assert!(made.glue.contains("export function count() {\n    return wasm.e();\n}"));
        assert!(made.glue.contains("wasm.a.buffer") && made.glue.contains("wasm.b(size, 1)"));
        assert!(!made.glue.contains("function forget") && !made.glue.contains("helper"));
        assert!(made.types.starts_with("export function prepare("));
        assert!(made.types.ends_with(INIT_TYPE));
        let exports = ["memory", "__wbindgen_malloc", "forget", "prepare", "count"];
        assert_eq!(made.exports, exports);
        Ok(())
    }

    #[test]
    fn bytes_are_copied_before_their_memory_is_free_again() -> Result<()> {
        let types = TYPES.replace("): string", "): Uint8Array");
        let made = make(&described(&types, RAW))?;
        let call = "export const prepare = (kind, text) => taken(wasm.d(kind, give(text), size));";
        let copy = shorten(BYTES, &made.exports);
        assert!(made.glue.contains(call) && made.glue.contains(&copy));
        assert!(!make(&described(TYPES, RAW))?.glue.contains("taken"));
        Ok(())
    }

    #[test]
    fn only_a_module_that_needs_randomness_is_given_it() -> Result<()> {
        let needs = described(TYPES, RAW);
        assert!(make(&needs)?.glue.contains("getRandomValues"));
        let alone = make(&Described { random: false, ..needs })?;
        assert!(alone.glue.contains("new WebAssembly.Instance(module).exports"));
        assert!(!alone.glue.contains("random"));
        Ok(())
    }

    #[test]
    fn types_that_do_not_come_to_the_raw_export_are_noticed() {
        let raw = RAW.replace("c: number", "c: number, d: number");
        assert!(make(&described(TYPES, &raw)).is_err());
        let types = TYPES.replace("text: string", "text: any");
        assert!(make(&described(&types, RAW)).is_err());
        let types = TYPES.replace("): string", "): string | undefined");
        assert!(make(&described(&types, RAW)).is_err());
        let raw = RAW.replace("forget", "remember");
        assert!(make(&described(TYPES, &raw)).is_err());
    }
}
