/** What is measured of nanoid, which is installed only for that. */
declare module "nanoid" {
  export function customAlphabet(alphabet: string, size: number): () => string;
}
