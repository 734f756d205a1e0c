package dev.octet.lowering.opencl.template;

/**
 * What one work-group computes where both operands are brought to local memory.
 *
 * @param items of a group along positions, and as many along channels
 * @param each positions of one item, and as many channels
 * @param depth words of both operands at a time
 */
public record LocalTile(int items, int each, int depth) {
  static final LocalTile DEFAULT = new LocalTile(16, 4, 8);

  /** Positions of a group; as many as its channels. */
  int span() {
    return items * each;
  }

  /** Bytes of local memory: two tiles of four-byte words. */
  long bytes() {
    return 2L * span() * depth * Integer.BYTES;
  }

  /** True if a device has what it takes, and each item brings as many words as any other. */
  public boolean fits(long mostItems, long localMemory) {
    return items > 0
        && each > 0
        && depth > 0
        && (long) items * items <= mostItems
        && bytes() <= localMemory
        && items * items % depth == 0
        && each * depth % items == 0;
  }

  /** Within what a device has. */
  LocalTile fittedTo(long mostItems, long localMemory) {
    LocalTile tile = this;
    while (tile.items > 1 && (long) tile.items * tile.items > mostItems) {
      tile = new LocalTile(tile.items / 2, tile.each, tile.depth);
    }
    while (tile.depth > 1 && tile.bytes() > localMemory) {
      tile = new LocalTile(tile.items, tile.each, tile.depth / 2);
    }
    return tile;
  }
}
