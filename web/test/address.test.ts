import { expect, test } from "vitest";
import { abbreviate, addChecksum, parseAddresses } from "../src/address";

// The examples of EIP-55.
const checksummed = [
  "0x52908400098527886E0F7030069857D2E4169EE7",
  "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
  "0xde709f2102306220921060314715629080e2fb77",
  "0x27b1fdb04752bbc536007a920d24acb045561c26",
  "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
  "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
  "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
  "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
];

test.each(checksummed)("an address gets the checksum of EIP-55: %s", (address) => {
  expect(addChecksum(address.toLowerCase())).toBe(address);
  expect(parseAddresses(address, 10)).toEqual({ addresses: [address], problem: null });
});

test("addresses are separated by spaces, commas, semicolons and lines", () => {
  const [a, b, c, d] = checksummed;
  expect(parseAddresses(`  ${a}, ${b!.toLowerCase()};${c}\n${d}\t`, 4)).toEqual({ addresses: [a, b, c, d], problem: null });
});

test("pasted JSON, invisible characters and a capital X do no harm", () => {
  const [a, b] = checksummed;
  expect(parseAddresses(`["${a}",\n "0X${b!.slice(2)}\u200b"]`, 2)).toEqual({ addresses: [a, b], problem: null });
});

test.each([
  ["", "Enter an address"],
  [" ,;\n", "Enter an address"],
  ["0x12", "“0x12” is not an address"],
  ["5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "is not an address"],
  ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", "is not an address"],
  ["0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "checksum"],
  ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "entered twice"],
  [checksummed.slice(0, 3).join(" "), "at most 2 addresses; these are 3"],
])("what cannot be used is named: %s", (text, problem) => {
  const parsed = parseAddresses(text, 2);
  expect(parsed.addresses).toBeNull();
  expect(parsed.problem).toContain(problem);
});

test("a long text is shortened in the message", () => expect(parseAddresses("x".repeat(1000), 2).problem!.length).toBeLessThan(150));

test("an abbreviated address has its ends", () => expect(abbreviate(checksummed[4]!)).toBe("0x5aAe…eAed"));
