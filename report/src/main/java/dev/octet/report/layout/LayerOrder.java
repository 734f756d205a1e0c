package dev.octet.report.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Orders the slots of each layer so that few links cross: up and down through the layers, each slot
 * goes to the mean position of its neighbours in the layer before, and the best order is kept.
 */
final class LayerOrder {
  private static final int SWEEPS = 12;

  private final Layers layers;
  private final int[] position;

  private LayerOrder(Layers layers) {
    this.layers = layers;
    this.position = new int[layers.slots()];
  }

  static void arrange(Layers layers) {
    new LayerOrder(layers).run();
  }

  private void run() {
    for (int layer = 0; layer < layers.count(); layer++) {
      number(layer);
    }
    List<List<Integer>> best = copy();
    long fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      if (sweep % 2 == 0) {
        for (int layer = 1; layer < layers.count(); layer++) {
          sort(layer, layers::above);
        }
      } else {
        for (int layer = layers.count() - 2; layer >= 0; layer--) {
          sort(layer, layers::below);
        }
      }
      long crossings = crossings();
      if (crossings < fewest) {
        fewest = crossings;
        best = copy();
      }
    }
    for (int layer = 0; layer < layers.count(); layer++) {
      layers.in(layer).clear();
      layers.in(layer).addAll(best.get(layer));
    }
  }

  private void number(int layer) {
    List<Integer> slots = layers.in(layer);
    for (int i = 0; i < slots.size(); i++) {
      position[slots.get(i)] = i;
    }
  }

  /** Slots without neighbours keep their place: they are sorted by where they are. */
  private void sort(int layer, IntFunction<List<Integer>> neighbours) {
    layers
        .in(layer)
        .sort(
            Comparator.comparingDouble(slot ->
                neighbours.apply(slot).stream()
                    .mapToInt(neighbour -> position[neighbour])
                    .average()
                    .orElse(position[slot])));
    number(layer);
  }

  private List<List<Integer>> copy() {
    List<List<Integer>> all = new ArrayList<>();
    for (int layer = 0; layer < layers.count(); layer++) {
      all.add(new ArrayList<>(layers.in(layer)));
    }
    return all;
  }

  private long crossings() {
    long total = 0;
    for (int layer = 0; layer + 1 < layers.count(); layer++) {
      total += crossingsBelow(layer);
    }
    return total;
  }

  /** Inversions among the lower ends of the links, taken in the order of their upper ends. */
  private long crossingsBelow(int layer) {
    int[] ended = new int[layers.in(layer + 1).size() + 1];
    long seen = 0;
    long crossings = 0;
    for (int slot : layers.in(layer)) {
      for (int lower : layers.below(slot)) {
        long notRight = 0;
        for (int i = position[lower] + 1; i > 0; i -= i & -i) {
          notRight += ended[i];
        }
        crossings += seen - notRight;
      }
      for (int lower : layers.below(slot)) {
        seen++;
        for (int i = position[lower] + 1; i < ended.length; i += i & -i) {
          ended[i]++;
        }
      }
    }
    return crossings;
  }
}
