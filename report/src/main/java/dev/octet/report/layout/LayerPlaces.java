package dev.octet.report.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places the slots of ordered layers from left to right. In sweeps over the layers each slot wants
 * to stand at the median of its neighbours; the least squares with the order and the gaps kept is
 * an isotonic regression, which pooling neighbours that violate the order solves exactly.
 */
final class LayerPlaces {
  private static final int SWEEPS = 30;
  private static final int LINE_SWEEPS = 4;
  private static final double GAP = 26;

  private static final double LEAST_WEIGHT = 1e-3;
  private static final double HELD = 1e6;

  /** Lines that pass many layers are to be straight before boxes are to stand well. */
  private static final double PASSING_WEIGHT = 16;

  /** Boxes follow boxes before they follow lines that pass. */
  private static final double BOX_WEIGHT = 4;

  private final Layers layers;
  private final double[] x;
  private boolean boxesStay;

  private LayerPlaces(Layers layers) {
    this.layers = layers;
    this.x = new double[layers.slots()];
  }

  /** The centre of each slot. */
  static double[] of(Layers layers) {
    LayerPlaces places = new LayerPlaces(layers);
    for (int layer = 0; layer < layers.count(); layer++) {
      places.place(layer, Side.NONE);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int layer = 1; layer < layers.count(); layer++) {
        places.place(layer, Side.ABOVE);
      }
      for (int layer = layers.count() - 2; layer >= 0; layer--) {
        places.place(layer, Side.BELOW);
      }
    }
    places.straighten();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int layer = 0; layer < layers.count(); layer++) {
        places.place(layer, Side.BOTH);
      }
    }
    places.straighten();
    places.boxesStay = true;
    for (int sweep = 0; sweep < LINE_SWEEPS; sweep++) {
      for (int layer = layers.count() - 2; layer >= 0; layer--) {
        places.place(layer, Side.BELOW);
      }
      for (int layer = 1; layer < layers.count(); layer++) {
        places.place(layer, Side.ABOVE);
      }
    }
    return places.x;
  }

  /**
   * Moves whole layers, which keeps the gaps within them, so that most links between boxes are
   * upright. The sweeps alone would take as many rounds as there are layers to do that.
   */
  private void straighten() {
    double moved = 0;
    for (int layer = 1; layer < layers.count(); layer++) {
      List<double[]> leanings = new ArrayList<>();
      double half = 0;
      for (int slot : layers.in(layer)) {
        for (int upper : layers.above(slot)) {
          double weight = layers.isBox(slot) && layers.isBox(upper) ? BOX_WEIGHT : LEAST_WEIGHT;
          // The layer above has moved already.
          leanings.add(new double[] {x[upper] - moved - x[slot], weight});
          half += weight / 2;
        }
      }
      leanings.sort(Comparator.comparingDouble(leaning -> leaning[0]));
      double sum = 0;
      for (double[] leaning : leanings) {
        sum += leaning[1];
        if (sum >= half) {
          moved += leaning[0];
          break;
        }
      }
      for (int slot : layers.in(layer)) {
        x[slot] += moved;
      }
    }
  }

  private enum Side {
    NONE,
    ABOVE,
    BELOW,
    BOTH
  }

  private void place(int layer, Side side) {
    List<Integer> slots = layers.in(layer);
    double[] offset = new double[slots.size()];
    double[] wish = new double[slots.size()];
    double[] weight = new double[slots.size()];
    for (int i = 0; i < slots.size(); i++) {
      int slot = slots.get(i);
      if (i > 0) {
        offset[i] = offset[i - 1] + (layers.width(slots.get(i - 1)) + layers.width(slot)) / 2 + GAP;
      }
      wish(slot, side, i, wish, weight);
      wish[i] -= offset[i];
    }
    double[] placed = ascending(wish, weight);
    for (int i = 0; i < slots.size(); i++) {
      x[slots.get(i)] = placed[i] + offset[i];
    }
  }

  private void wish(int slot, Side side, int i, double[] wish, double[] weight) {
    List<Integer> neighbours = new ArrayList<>();
    if (side == Side.ABOVE || side == Side.BOTH) {
      neighbours.addAll(layers.above(slot));
    }
    if (side == Side.BELOW || side == Side.BOTH) {
      neighbours.addAll(layers.below(slot));
    }
    neighbours.sort(Comparator.comparingDouble(neighbour -> x[neighbour]));
    if (boxesStay && layers.isBox(slot)) {
      wish[i] = x[slot];
      weight[i] = HELD;
      return;
    }
    wish[i] = neighbours.isEmpty() ? x[slot] : median(slot, neighbours);
    weight[i] =
        Math.max(LEAST_WEIGHT, neighbours.stream().mapToDouble(other -> weight(slot, other)).sum());
  }

  /** The weighted median, so that what branches off does not draw the main line aside. */
  private double median(int slot, List<Integer> sorted) {
    double half = sorted.stream().mapToDouble(other -> weight(slot, other)).sum() / 2;
    double sum = 0;
    for (int i = 0; i < sorted.size(); i++) {
      sum += weight(slot, sorted.get(i));
      if (sum > half) {
        return x[sorted.get(i)];
      }
      if (sum == half) {
        return (x[sorted.get(i)] + x[sorted.get(i + 1)]) / 2;
      }
    }
    return x[sorted.getLast()];
  }

  private double weight(int slot, int neighbour) {
    if (layers.isBox(slot) && layers.isBox(neighbour)) {
      return BOX_WEIGHT;
    }
    return layers.isBox(slot) || layers.isBox(neighbour) ? 1 : PASSING_WEIGHT;
  }

  /** The ascending numbers nearest to the wishes in weighted least squares. */
  static double[] ascending(double[] wish, double[] weight) {
    double[] mean = new double[wish.length];
    double[] total = new double[wish.length];
    int[] size = new int[wish.length];
    int blocks = 0;
    for (int i = 0; i < wish.length; i++) {
      mean[blocks] = wish[i];
      total[blocks] = weight[i];
      size[blocks] = 1;
      while (blocks > 0 && mean[blocks - 1] > mean[blocks]) {
        double sum = total[blocks - 1] + total[blocks];
        mean[blocks - 1] =
            (mean[blocks - 1] * total[blocks - 1] + mean[blocks] * total[blocks]) / sum;
        total[blocks - 1] = sum;
        size[blocks - 1] += size[blocks];
        blocks--;
      }
      blocks++;
    }
    double[] result = new double[wish.length];
    int i = 0;
    for (int block = 0; block < blocks; block++) {
      for (int k = 0; k < size[block]; k++) {
        result[i++] = mean[block];
      }
    }
    return result;
  }
}
