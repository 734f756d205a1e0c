package dev.octet.report.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Boxes in layers. A slot is a box, numbered as the boxes are, or a place where links pass a layer;
 * all links of one box pass a layer at the same place, so that they are drawn as one line that
 * branches.
 */
final class Layers {
  private static final double PASSING_WIDTH = 10;

  private final List<Box> boxes;
  private final int[] layerOfBox;
  private final List<Integer> layerOfPassing = new ArrayList<>();
  private final List<List<Integer>> layers = new ArrayList<>();
  private final List<List<Integer>> above = new ArrayList<>();
  private final List<List<Integer>> below = new ArrayList<>();

  /** For each box the slots by which its links pass the layers below its own. */
  private final List<List<Integer>> chains = new ArrayList<>();

  private Layers(List<Box> boxes, int[] layerOfBox) {
    this.boxes = boxes;
    this.layerOfBox = layerOfBox;
    int count = Arrays.stream(layerOfBox).max().orElse(-1) + 1;
    for (int layer = 0; layer < count; layer++) {
      layers.add(new ArrayList<>());
    }
    for (int box = 0; box < boxes.size(); box++) {
      layers.get(layerOfBox[box]).add(box);
      above.add(new ArrayList<>());
      below.add(new ArrayList<>());
      chains.add(new ArrayList<>());
    }
  }

  static Layers of(List<Box> boxes, List<Link> links) {
    Layers layers = new Layers(boxes, assign(boxes.size(), links));
    for (Link link : links) {
      layers.connect(link);
    }
    return layers;
  }

  /** As high as the links allow; boxes that nothing leads to stand right above the first reader. */
  private static int[] assign(int count, List<Link> links) {
    int[] layer = new int[count];
    boolean[] isRead = new boolean[count];
    boolean[] reads = new boolean[count];
    List<List<Integer>> into = new ArrayList<>();
    for (int box = 0; box < count; box++) {
      into.add(new ArrayList<>());
    }
    for (Link link : links) {
      into.get(link.to()).add(link.from());
      isRead[link.from()] = true;
      reads[link.to()] = true;
    }
    for (int box = 0; box < count; box++) {
      for (int from : into.get(box)) {
        layer[box] = Math.max(layer[box], layer[from] + 1);
      }
    }
    int[] first = new int[count];
    Arrays.fill(first, Integer.MAX_VALUE);
    for (Link link : links) {
      first[link.from()] = Math.min(first[link.from()], layer[link.to()] - 1);
    }
    for (int box = 0; box < count; box++) {
      if (!reads[box] && isRead[box]) {
        layer[box] = first[box];
      }
    }
    return layer;
  }

  private void connect(Link link) {
    List<Integer> chain = chains.get(link.from());
    int from = layerOfBox[link.from()];
    int passed = layerOfBox[link.to()] - from - 1;
    while (chain.size() < passed) {
      int slot = slots();
      int layer = from + chain.size() + 1;
      layerOfPassing.add(layer);
      layers.get(layer).add(slot);
      above.add(new ArrayList<>());
      below.add(new ArrayList<>());
      join(chain.isEmpty() ? link.from() : chain.getLast(), slot);
      chain.add(slot);
    }
    join(passed == 0 ? link.from() : chain.get(passed - 1), link.to());
  }

  private void join(int upper, int lower) {
    below.get(upper).add(lower);
    above.get(lower).add(upper);
  }

  int count() {
    return layers.size();
  }

  /** The slots of a layer from left to right; to be reordered in place. */
  List<Integer> in(int layer) {
    return layers.get(layer);
  }

  int slots() {
    return boxes.size() + layerOfPassing.size();
  }

  int layer(int slot) {
    return isBox(slot) ? layerOfBox[slot] : layerOfPassing.get(slot - boxes.size());
  }

  boolean isBox(int slot) {
    return slot < boxes.size();
  }

  double width(int slot) {
    return isBox(slot) ? boxes.get(slot).width() : PASSING_WIDTH;
  }

  /** The neighbours in the layer above. */
  List<Integer> above(int slot) {
    return above.get(slot);
  }

  /** The neighbours in the layer below. */
  List<Integer> below(int slot) {
    return below.get(slot);
  }

  /** The slots through which a link passes the layers between its boxes. */
  List<Integer> between(Link link) {
    return chains.get(link.from()).subList(0, layerOfBox[link.to()] - layerOfBox[link.from()] - 1);
  }
}
