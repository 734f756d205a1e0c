package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.lowering.codegen.opencl.KernelArgument;
import dev.octet.lowering.codegen.opencl.NestKernel;
import dev.octet.lowering.codegen.opencl.OpenClLoops;
import dev.octet.lowering.codegen.opencl.SourceFeatures;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text of printed kernels, and what they are run on. */
final class OpenClCompilerTest {
  private static final SourceFeatures DOUBLES = new SourceFeatures(true, true, 1024);
  private static final SourceFeatures SINGLE = new SourceFeatures(false, true, 1024);

  private static OpenClLoops compile(Graph body, SourceFeatures features) {
    List<long[]> inputs =
        body.inputs().stream().map(v -> v.tensorType().shape().contiguousStrides()).toList();
    List<long[]> outputs =
        body.outputs().stream()
            .map(o -> ((GraphOutput.Of) o).value().tensorType().shape().contiguousStrides())
            .toList();
    return OpenClCompiler.compile("test", body, Map.of(), inputs, outputs, features);
  }

  private static NestKernel only(Graph body, SourceFeatures features) {
    OpenClLoops loops = compile(body, features);
    assertThat(loops.kernels()).hasSize(1);
    return loops.kernels().getFirst();
  }

  private static String function(NestKernel kernel) {
    return kernel.source().substring(kernel.source().indexOf("kernel __attribute__"));
  }

  private static Graph quantize(double scale, long zeroPoint, long... sizes) {
    return Bodies.of(
        (b, x) -> Bodies.quantize(b, x.getFirst(), scale, zeroPoint, DType.UINT8),
        type(DType.FLOAT32, sizes));
  }

  @Test
  void quantizes() {
    assertThat(only(quantize(0.05, 3, 2, 3, 17, 19), DOUBLES).source())
        .isEqualTo(
            """
            // quantize: from in0 to out0.
            // One work item for each of 1938 places.
            #pragma OPENCL FP_CONTRACT OFF

            // The nearest integer of x, ties to even, held to a range and shifted. The range
            // and the shift count from the bits of 1.5 * 2^23: added to it, x leaves its
            // integer in the low bits of the sum.
            int rounded_between(float x, int least, int most, int shift) {
              return min(max(as_int(x + 0x1.8p23f), least), most) + shift;
            }

            // A number of quanta as an integer; what is no number becomes if_nan.
            int quantized(float quanta, float if_nan, int least, int most, int shift) {
              return rounded_between(isnan(quanta) ? if_nan : quanta, least, most, shift);
            }

            kernel __attribute__((reqd_work_group_size(128, 1, 1)))
            void quantize_kernel(
                global const float *restrict in0, const long in0_start,
                global uchar *restrict out0, const long out0_start,
                const float if_nan,
                const int least,
                const int most,
                const int shift,
                const float scale) {
              in0 += in0_start;
              out0 += out0_start;
              const int i = get_global_id(0);
              if (i >= 1938) {
                return;
              }
              out0[i] = quantized(in0[i] * scale, if_nan, least, most, shift);
            }
            """);
  }

  @Test
  void copiesAreCalledSo() {
    NestKernel kernel = only(Bodies.of((_, x) -> x.getFirst(), type(DType.FLOAT32, 5)), DOUBLES);
    assertThat(kernel.function()).isEqualTo("copy_kernel");
    assertThat(kernel.source()).startsWith("// copy: from in0 to out0.");
  }

  @Test
  void addsAndQuantizes() {
    TensorType type = type(DType.UINT8, 1, 64, 56, 56);
    Graph body =
        Bodies.of(
            (b, x) ->
                Bodies.quantize(
                    b,
                    call(
                        b,
                        "aten.relu.default",
                        call(
                            b,
                            "aten.add.Tensor",
                            Bodies.dequantize(b, x.get(0), 0.02, 3, DType.UINT8),
                            Bodies.dequantize(b, x.get(1), 0.05, 0, DType.UINT8))),
                    0.043,
                    7,
                    DType.UINT8),
            type,
            type);
    assertThat(function(only(body, DOUBLES)))
        .isEqualTo(
            """
            kernel __attribute__((reqd_work_group_size(256, 1, 1)))
            void dequantize_dequantize_add_relu_quantize(
                global const uchar *restrict in0, const long in0_start,
                global const uchar *restrict in1, const long in1_start,
                global uchar *restrict out0, const long out0_start,
                const float if_nan,
                const int least,
                const int most,
                const int shift,
                const float scale,
                const float scale2,
                const float zero_point,
                const float scale3) {
              in0 += in0_start;
              in1 += in1_start;
              out0 += out0_start;
              const int i = get_global_id(0);
              const float total = ((float)in0[i] - zero_point) * scale2 + (float)in1[i] * scale3;
              out0[i] = quantized((total < 0.0f ? 0.0f : total) * scale, if_nan, least, most, shift);
            }
            """);
  }

  @Test
  void softmaxTakesWorkGroups() {
    Graph body = Bodies.unary("aten.softmax.int", type(DType.FLOAT32, 32, 1000), -1);
    NestKernel kernel = only(body, DOUBLES);
    assertThat(function(kernel))
        .isEqualTo(
            """
            kernel __attribute__((reqd_work_group_size(128, 1, 1)))
            void softmax_kernel(
                global const float *restrict in0, const long in0_start,
                global float *restrict out0, const long out0_start) {
              in0 += in0_start;
              out0 += out0_start;
              const int item = get_local_id(0);
              local float shared[ITEMS];
              local double shared_doubles[ITEMS];
              const int row = get_group_id(0);
              float largest = -INFINITY;
              for (int column = item; column < 1000; column += ITEMS) {
                largest = fmax(largest, in0[row * 1000 + column]);
              }
              largest = largest_number_of_group(largest, shared);
              double sum = 0.0;
              for (int column = item; column < 1000; column += ITEMS) {
                sum += exponential_of_negative(in0[row * 1000 + column] - largest);
              }
              sum = sum_of_doubles_of_group(sum, shared_doubles);
              const float quotient = 1.0f / (float)sum;
              for (int column = item; column < 1000; column += ITEMS) {
                out0[row * 1000 + column] = exponential_of_negative(in0[row * 1000 + column] - largest)
                    * quotient;
              }
            }
            """);
    assertThat(kernel.global().toArray()).isEqualTo(new long[] {32 * 128});
    assertThat(kernel.local().toArray()).isEqualTo(new long[] {128});
    assertThat(only(body, SINGLE).source()).doesNotContain("double");
  }

  @Test
  void softmaxTakesLanesWhereItemsAreThreads() {
    SourceFeatures threads = new SourceFeatures(true, true, 1024, true);
    Graph body = Bodies.unary("aten.softmax.int", type(DType.FLOAT32, 32, 1000), -1);
    NestKernel kernel = only(body, threads);
    assertThat(kernel.source()).contains("#define LANES 16\n");
    assertThat(function(kernel))
        .contains(
            """
              double sum = 0.0;
              double sum_parts[LANES];
              for (int lane = 0; lane < LANES; lane++) {
                sum_parts[lane] = 0.0;
              }
              for (int first = 0; first < 992; first += LANES) {
                for (int lane = 0; lane < LANES; lane++) {
                  const int k = first + lane;
                  sum_parts[lane] += exponential_of_negative(in0[i * 1000 + k] - largest);
                }
              }
              for (int k = 992; k < 1000; k++) {
                sum += exponential_of_negative(in0[i * 1000 + k] - largest);
              }
              for (int lane = 0; lane < LANES; lane++) {
                sum += sum_parts[lane];
              }
            """);
    assertThat(kernel.global().toArray()).isEqualTo(new long[] {32});
    assertThat(kernel.local().toArray()).isEqualTo(new long[] {1});
  }

  /**
   * Neighbouring items read neighbouring elements; work-groups are small enough for all threads.
   */
  @Test
  void sumsOfColumnsTakeNeighboursWhereItemsAreThreads() {
    SourceFeatures threads = new SourceFeatures(true, true, 1024, true);
    Graph body = Bodies.unary("aten.sum.dim_IntList", type(DType.FLOAT32, 100, 640), List.of(0));
    NestKernel kernel = only(body, threads);
    assertThat(kernel.source()).doesNotContain("LANES");
    assertThat(kernel.global().toArray()).isEqualTo(new long[] {640});
    assertThat(kernel.local().toArray()).isEqualTo(new long[] {64});
  }

  @Test
  void shortReductionsTakeItems() {
    Graph body = Bodies.unary("aten.softmax.int", type(DType.FLOAT32, 3, 18, 41), 1);
    assertThat(only(body, DOUBLES).source()).doesNotContain("barrier");
  }

  @Test
  void numbersOfTheModelAreNoPartOfTheText() {
    NestKernel one = only(quantize(0.05, 3, 8, 100), DOUBLES);
    NestKernel other = only(quantize(0.07, 9, 8, 100), DOUBLES);
    assertThat(other.source()).isEqualTo(one.source());
    assertThat(other.arguments()).isNotEqualTo(one.arguments());
    assertThat(one.arguments()).contains(new KernelArgument.InputStart(0));
  }

  @Test
  void localSizesDivideGlobalSizes() {
    for (long length : new long[] {1, 7, 256, 257, 1000, 4096, 10007}) {
      NestKernel kernel = only(quantize(0.05, 3, 3, length), DOUBLES);
      for (int d = 0; d < kernel.global().length(); d++) {
        assertThat(kernel.global().get(d) % kernel.local().get(d)).isEqualTo(0);
      }
      assertThat(kernel.local().get(0)).isAtMost(256);
    }
  }

  @Test
  void doublesAreRefusedWhereThereAreNone() {
    Graph sine = Bodies.unary("aten.sin.default", type(DType.FLOAT32, 5));
    assertThat(OpenClCompiler.declines(sine.nodes().getFirst(), DOUBLES)).isEmpty();
    InputException e = assertThrows(InputException.class, () -> compile(sine, SINGLE));
    assertThat(e).hasMessageThat().contains("aten.sin.default");
    assertThat(e).hasMessageThat().contains("double precision");
    Graph copy = Bodies.unary("aten.clone.default", type(DType.FLOAT64, 5));
    assertThat(OpenClCompiler.declines(copy.nodes().getFirst(), SINGLE)).isPresent();
  }

  @Test
  void largeTensorsAreIndexedByLongs() {
    long[] sizes = {70000, 30000};
    Graph body = Bodies.unary("aten.t.default", type(DType.UINT8, sizes));
    assertThat(function(only(body, DOUBLES))).contains("out0[row * 70000 + column]");
    Graph wide = Bodies.unary("aten.neg.default", type(DType.UINT8, 70000, 30000));
    OpenClLoops loops =
        OpenClCompiler.compile(
            "test",
            wide,
            Map.of(),
            List.of(new long[] {40000, 1}),
            List.of(new long[] {30000, 1}),
            DOUBLES);
    assertThat(loops.listing()).contains("in0[(long)row * 40000 + (long)column]");
  }
}
