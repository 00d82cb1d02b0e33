// Protocol Buffers, as much of them as is needed to write: https://protobuf.dev/programming-guides/encoding/

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;

/** One protobuf message that is being written. Fields stand in the order in which they are written. */
export class ProtoMessage {
  #bytes = Buffer.allocUnsafe(64);
  #length = 0;

  /** What was written so far; it holds until the next field is written. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** A number from 0 up to 2^64, of type `uint32`, `uint64`, an enum, or `int64` where it is not negative. */
  unsigned(field: number, value: number | bigint): this {
    this.#tag(field, VARINT);
    if (typeof value === "number") this.#varint(value % 2 ** 32, Math.floor(value / 2 ** 32));
    else this.#varint(Number(value & 0xffffffffn), Number(value >> 32n));
    return this;
  }

  /** A whole number of type `int64`. */
  signed(field: number, value: number): this {
    return this.unsigned(field, value < 0 ? BigInt.asUintN(64, BigInt(value)) : value);
  }

  bool(field: number, value: boolean): this {
    return this.unsigned(field, value ? 1 : 0);
  }

  fixed64(field: number, value: number): this {
    this.#tag(field, FIXED_64);
    this.#reserve(8);
    this.#bytes.writeBigUInt64LE(BigInt(value), this.#length);
    this.#length += 8;
    return this;
  }

  double(field: number, value: number): this {
    this.#tag(field, FIXED_64);
    this.#reserve(8);
    this.#bytes.writeDoubleLE(value, this.#length);
    this.#length += 8;
    return this;
  }

  /** Lone surrogates, which UTF-8 has no bytes for, become U+FFFD. */
  string(field: number, text: string): this {
    const size = Buffer.byteLength(text);
    this.#tag(field, LENGTH_DELIMITED);
    this.#varint(size, 0);
    this.#reserve(size);
    this.#length += this.#bytes.write(text, this.#length);
    return this;
  }

  message(field: number, { bytes }: ProtoMessage): this {
    this.#tag(field, LENGTH_DELIMITED);
    this.#varint(bytes.length, 0);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType, 0);
  }

  /** Seven bits a byte, the lowest first, of a number in two halves of 32 bits. */
  #varint(low: number, high: number): void {
    this.#reserve(10);
    while (high > 0 || low > 127) {
      this.#bytes[this.#length++] = (low & 127) | 128;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high = high >>> 7;
    }
    this.#bytes[this.#length++] = low;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + size));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
