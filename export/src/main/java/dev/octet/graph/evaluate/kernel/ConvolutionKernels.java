package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * Convolutions and transposed convolutions: a convolution is a product of the weights with shifted
 * images.
 */
final class ConvolutionKernels {
  private ConvolutionKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        ConvolutionKernels::forward,
        "aten.conv1d.default",
        "aten.conv2d.default",
        "aten.conv3d.default",
        "aten.conv1d.padding",
        "aten.conv2d.padding",
        "aten.conv3d.padding");
    kernels.add(
        ConvolutionKernels::transposed,
        "aten.conv_transpose1d.default",
        "aten.conv_transpose2d.input",
        "aten.conv_transpose3d.input");
    kernels.add(
        in -> in.bool("transposed") ? transposed(in) : forward(in),
        "aten.convolution.default",
        "aten._convolution.default",
        "aten._convolution.deprecated");
  }

  /**
   * The numbers of one call; arrays over the spatial dimensions have three entries, of which the
   * first ones may be idle.
   */
  private static final class Call {
    private final int batch;
    private final int groups;
    private final int inputChannels;
    private final int outputChannels;
    private final int[] input;
    private final int[] output;
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;

    private Call(
        int batch,
        int groups,
        int inputChannels,
        int outputChannels,
        int[] input,
        int[] output,
        int[] kernel,
        int[] stride,
        int[] padding,
        int[] dilation) {
      this.batch = batch;
      this.groups = groups;
      this.inputChannels = inputChannels;
      this.outputChannels = outputChannels;
      this.input = input;
      this.output = output;
      this.kernel = kernel;
      this.stride = stride;
      this.padding = padding;
      this.dilation = dilation;
    }

    static Call of(KernelArguments in, Shape result) {
      Shape input = in.tensor("input").shape();
      Shape weight = in.tensor("weight").shape();
      int rank = weight.rank() - 2;
      boolean batched = input.rank() == rank + 2;
      int[] kernel = threeOf(Arrays.copyOfRange(weight.toArray(), 2, rank + 2), rank, 1);
      int[] dilation = threeOf(in.longs("dilation"), rank, 1);
      return new Call(
          batched ? (int) input.size(0) : 1,
          (int) in.integer("groups"),
          (int) input.size(-rank - 1),
          (int) result.size(-rank - 1),
          spatial(input, rank),
          spatial(result, rank),
          kernel,
          threeOf(in.longs("stride"), rank, 1),
          padding(in, rank, kernel, dilation),
          dilation);
    }

    private static int[] spatial(Shape shape, int rank) {
      return threeOf(
          Arrays.copyOfRange(shape.toArray(), shape.rank() - rank, shape.rank()), rank, 1);
    }

    /** What is added before the data; what comes after it follows from the size of the result. */
    private static int[] padding(KernelArguments in, int rank, int[] kernel, int[] dilation) {
      if (!in.op().name().overload().equals("padding")) {
        return threeOf(in.longs("padding"), rank, 0);
      }
      int[] padding = new int[3];
      if (in.string("padding").equals("same")) {
        for (int i = 0; i < 3; i++) {
          padding[i] = (kernel[i] - 1) * dilation[i] / 2; // an odd rest goes to the end
        }
      }
      return padding;
    }

    /**
     * Numbers for the last {@code rank} of three dimensions; a single one counts for each of them.
     */
    private static int[] threeOf(long[] values, int rank, int idle) {
      int[] three = new int[3];
      for (int i = 0; i < 3; i++) {
        int position = i - (3 - rank);
        three[i] = position < 0 ? idle : (int) values[values.length == 1 ? 0 : position];
      }
      return three;
    }

    int inputSize() {
      return input[0] * input[1] * input[2];
    }

    int outputSize() {
      return output[0] * output[1] * output[2];
    }

    int taps() {
      return kernel[0] * kernel[1] * kernel[2];
    }

    int[] reach() {
      int[] reach = new int[3];
      for (int i = 0; i < 3; i++) {
        reach[i] = (kernel[i] - 1) * dilation[i];
      }
      return reach;
    }
  }

  private static Object forward(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    Call call = Call.of(in, result.shape());
    Numbers image = Numbers.of(in.tensor("input"));
    Numbers weight = Numbers.of(in.tensor("weight"));
    Numbers sum = image.zeros((int) result.elements());
    addBias(call, in.optionalTensor("bias"), sum);
    PhasedImage phased =
        new PhasedImage(call.input, call.output, call.stride, call.padding, call.reach());
    int inputs = call.inputChannels / call.groups;
    int outputs = call.outputChannels / call.groups;
    int[] starts = starts(call, phased, inputs);
    Numbers runs = image.zeros(Math.multiplyExact(outputs, phased.runLength()));
    for (int n = 0; n < call.batch; n++) {
      for (int group = 0; group < call.groups; group++) {
        Numbers planes =
            phased.rearrange(
                image, (n * call.inputChannels + group * inputs) * call.inputSize(), inputs);
        runs.clear();
        MatrixProduct.add(
            runs,
            0,
            outputs,
            phased.runLength(),
            weight,
            group * outputs * starts.length,
            planes,
            starts);
        for (int o = 0; o < outputs; o++) {
          int channel = n * call.outputChannels + group * outputs + o;
          addRows(call, phased, runs, o * phased.runLength(), sum, channel * call.outputSize());
        }
      }
    }
    return sum.storeIn(result);
  }

  /** Where the run of each tap of each input channel starts, in the order of the weights. */
  private static int[] starts(Call call, PhasedImage phased, int channels) {
    int[] starts = new int[channels * call.taps()];
    int next = 0;
    for (int c = 0; c < channels; c++) {
      for (int z = 0; z < call.kernel[0]; z++) {
        for (int y = 0; y < call.kernel[1]; y++) {
          for (int x = 0; x < call.kernel[2]; x++) {
            starts[next] =
                phased.start(c, z * call.dilation[0], y * call.dilation[1], x * call.dilation[2]);
            next++;
          }
        }
      }
    }
    return starts;
  }

  private static void addRows(
      Call call, PhasedImage phased, Numbers run, int from, Numbers sum, int at) {
    int target = at;
    for (int z = 0; z < call.output[0]; z++) {
      for (int y = 0; y < call.output[1]; y++) {
        sum.add(target, run, from + phased.row(z, y), 1, call.output[2]);
        target += call.output[2];
      }
    }
  }

  private static void addBias(Call call, Optional<Tensor> bias, Numbers sum) {
    if (bias.isEmpty()) {
      return;
    }
    Numbers values = Numbers.of(bias.get());
    for (int row = 0; row < call.batch * call.outputChannels; row++) {
      sum.add(row * call.outputSize(), values, row % call.outputChannels, 0, call.outputSize());
    }
  }

  /** Every input pixel adds its multiple of the kernel to the output. */
  private static Object transposed(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    Call call = Call.of(in, result.shape());
    Numbers image = Numbers.of(in.tensor("input"));
    Numbers weight = Numbers.of(in.tensor("weight"));
    Numbers sum = image.zeros((int) result.elements());
    addBias(call, in.optionalTensor("bias"), sum);
    int inputs = call.inputChannels / call.groups;
    int outputs = call.outputChannels / call.groups;
    for (int n = 0; n < call.batch; n++) {
      for (int channel = 0; channel < call.inputChannels; channel++) {
        int from = (n * call.inputChannels + channel) * call.inputSize();
        for (int o = 0; o < outputs; o++) {
          int target = n * call.outputChannels + channel / inputs * outputs + o;
          spread(
              call,
              image,
              from,
              weight,
              (channel * outputs + o) * call.taps(),
              sum,
              target * call.outputSize());
        }
      }
    }
    return sum.storeIn(result);
  }

  private static void spread(
      Call call, Numbers image, int from, Numbers weight, int firstTap, Numbers sum, int at) {
    int tap = firstTap;
    for (int kz = 0; kz < call.kernel[0]; kz++) {
      for (int ky = 0; ky < call.kernel[1]; ky++) {
        for (int kx = 0; kx < call.kernel[2]; kx++) {
          int shift = kx * call.dilation[2] - call.padding[2];
          int first = shift < 0 ? Math.ceilDiv(-shift, call.stride[2]) : 0;
          int end = Math.min(call.input[2], Math.ceilDiv(call.output[2] - shift, call.stride[2]));
          for (int z = 0; z < call.input[0]; z++) {
            int outZ = z * call.stride[0] + kz * call.dilation[0] - call.padding[0];
            for (int y = 0; y < call.input[1]; y++) {
              int outY = y * call.stride[1] + ky * call.dilation[1] - call.padding[1];
              boolean inside =
                  outZ >= 0 && outZ < call.output[0] && outY >= 0 && outY < call.output[1];
              if (inside && first < end) {
                int source = from + (z * call.input[1] + y) * call.input[2] + first;
                int target =
                    at
                        + (outZ * call.output[1] + outY) * call.output[2]
                        + first * call.stride[2]
                        + shift;
                sum.addProducts(target, call.stride[2], image, source, end - first, weight, tap);
              }
            }
          }
          tap++;
        }
      }
    }
  }
}
