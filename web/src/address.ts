import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** The addresses of a text, or why it cannot be used. */
export type ParsedAddresses = { readonly addresses: readonly string[]; readonly problem: null } | { readonly addresses: null; readonly problem: string };

// Brackets and quotes are those of pasted JSON. The last are invisible characters, which come with text that is copied from documents.
const separators = /[\s,;"'[\]()\u200b-\u200f\u2060]+/;

/** Splits a text at spaces, commas, semicolons, quotes, brackets and lines. */
export const splitAddresses = (text: string): string[] => text.split(separators).filter((part) => part !== "");

/** Reads the addresses of a text. The result has checksums (EIP-55). */
export function parseAddresses(text: string, max: number): ParsedAddresses {
  const parts = splitAddresses(text);
  if (parts.length === 0) return problem("Enter an address, or several.");
  const addresses: string[] = [];
  for (const part of parts) {
    if (!/^0[xX][0-9a-fA-F]{40}$/.test(part)) return problem(`“${shorten(part, 48)}” is not an address. An address is 0x followed by 40 hexadecimal digits.`);
    const address = addChecksum(part);
    if (isMixedCase(part) && part.slice(2) !== address.slice(2)) return problem(`The checksum of ${part} is wrong. A digit or the case of a letter was changed; copy the address again.`);
    if (addresses.includes(address)) return problem(`${address} is entered twice. Remove one of them.`);
    addresses.push(address);
  }
  return addresses.length <= max ? { addresses, problem: null } : problem(`Enter at most ${max} addresses; these are ${addresses.length}.`);
}

/** Spells an address with the letter case that EIP-55 prescribes. */
export function addChecksum(address: string): string {
  const digits = address.slice(2).toLowerCase();
  const hash = keccak_256(utf8ToBytes(digits));
  return "0x" + [...digits].map((digit, i) => (((hash[i >> 1]! >> (i % 2 === 0 ? 4 : 0)) & 8) === 8 ? digit.toUpperCase() : digit)).join("");
}

/** An address that fits into a line. */
export const abbreviate = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`;

const isMixedCase = (address: string): boolean => /[a-f]/.test(address.slice(2)) && /[A-F]/.test(address);

const shorten = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length)}…`);

const problem = (text: string): ParsedAddresses => ({ addresses: null, problem: text });
