package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The operators of torchvision that detection networks need. */
final class DetectionKernels {
  private DetectionKernels() {}

  static void register(Kernels kernels) {
    kernels.add(DetectionKernels::suppressed, "torchvision.nms.default");
    kernels.add(DetectionKernels::aligned, "torchvision.roi_align.default");
  }

  /**
   * Keeps boxes in falling order of score, each unless it overlaps one that was kept by more than
   * the threshold.
   */
  private static Object suppressed(KernelArguments in) {
    Numbers boxes = Numbers.of(in.tensor("dets"));
    Numbers scores = Numbers.of(in.tensor("scores"));
    double threshold = in.real("iou_threshold");
    List<Integer> order =
        IntStream.range(0, scores.size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> scores.get(i)).reversed())
            .toList();
    List<Integer> kept = new ArrayList<>();
    for (int box : order) {
      if (kept.stream().noneMatch(other -> overlap(boxes, other, box) > threshold)) {
        kept.add(box);
      }
    }
    Tensor result = in.allocate(DType.INT64, Shape.of(kept.size()));
    for (int i = 0; i < kept.size(); i++) {
      result.setLong(i, kept.get(i));
    }
    return result;
  }

  /** Intersection over union of two boxes (x1, y1, x2, y2), in the arithmetic of the boxes. */
  private static double overlap(Numbers boxes, int a, int b) {
    double width =
        Math.min(boxes.get(4 * a + 2), boxes.get(4 * b + 2))
            - Math.max(boxes.get(4 * a), boxes.get(4 * b));
    double height =
        Math.min(boxes.get(4 * a + 3), boxes.get(4 * b + 3))
            - Math.max(boxes.get(4 * a + 1), boxes.get(4 * b + 1));
    double intersection = Math.max(width, 0) * Math.max(height, 0);
    double overlap = intersection / (area(boxes, a) + area(boxes, b) - intersection);
    return boxes instanceof FloatNumbers ? (float) overlap : overlap;
  }

  private static double area(Numbers boxes, int box) {
    return (boxes.get(4 * box + 2) - boxes.get(4 * box))
        * (boxes.get(4 * box + 3) - boxes.get(4 * box + 1));
  }

  /** The samples along one side of one region. */
  private record Side(double start, double cell, int samples) {
    /**
     * The position of a sample: cells are divided evenly, with the samples in the middle of the
     * parts.
     */
    double position(int index, int sample) {
      return start + index * cell + (sample + 0.5) * cell / samples;
    }

    static Side of(double from, double to, double scale, int cells, long ratio, boolean aligned) {
      double offset = aligned ? 0.5 : 0;
      double start = from * scale - offset;
      double length = to * scale - offset - start;
      double used = aligned ? length : Math.max(length, 1);
      return new Side(start, used / cells, ratio > 0 ? (int) ratio : (int) Math.ceil(used / cells));
    }
  }

  /** The mean of bilinear samples in each cell of each region. */
  private static Object aligned(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    Shape image = in.tensor("input").shape();
    int channels = (int) image.size(1);
    int height = (int) image.size(2);
    int width = (int) image.size(3);
    Numbers pixels = Numbers.of(in.tensor("input"));
    Numbers regions = Numbers.of(in.tensor("rois"));
    double scale = in.real("spatial_scale");
    boolean aligned = in.bool("aligned");
    long ratio = in.integer("sampling_ratio");
    int rows = (int) result.shape().size(2);
    int columns = (int) result.shape().size(3);
    Numbers means = pixels.zeros((int) result.elements());
    for (int i = 0; i < means.size(); i++) {
      int region = i / (channels * rows * columns);
      Side x =
          Side.of(
              regions.get(5 * region + 1),
              regions.get(5 * region + 3),
              scale,
              columns,
              ratio,
              aligned);
      Side y =
          Side.of(
              regions.get(5 * region + 2),
              regions.get(5 * region + 4),
              scale,
              rows,
              ratio,
              aligned);
      int owner = (int) regions.get(5 * region);
      int plane = (owner * channels + i / (rows * columns) % channels) * height * width;
      double sum = 0;
      for (int sy = 0; sy < y.samples; sy++) {
        for (int sx = 0; sx < x.samples; sx++) {
          sum +=
              sample(
                  pixels,
                  plane,
                  height,
                  width,
                  y.position(i / columns % rows, sy),
                  x.position(i % columns, sx));
        }
      }
      means.set(i, sum / Math.max(y.samples * x.samples, 1));
    }
    return means.storeIn(result);
  }

  /** Bilinear; zero more than one pixel outside, the border within that. */
  private static double sample(
      Numbers pixels, int plane, int height, int width, double y, double x) {
    if (y < -1 || y > height || x < -1 || x > width) {
      return 0;
    }
    double insideY = Math.clamp(y, 0, height - 1);
    double insideX = Math.clamp(x, 0, width - 1);
    int top = (int) insideY;
    int left = (int) insideX;
    int bottom = Math.min(top + 1, height - 1);
    int right = Math.min(left + 1, width - 1);
    double down = insideY - top;
    double across = insideX - left;
    double upper =
        pixels.get(plane + top * width + left) * (1 - across)
            + pixels.get(plane + top * width + right) * across;
    double lower =
        pixels.get(plane + bottom * width + left) * (1 - across)
            + pixels.get(plane + bottom * width + right) * across;
    return upper * (1 - down) + lower * down;
  }
}
