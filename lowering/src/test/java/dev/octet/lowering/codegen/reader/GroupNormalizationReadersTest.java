package dev.octet.lowering.codegen.reader;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.lowering.codegen.LoopCompiler;
import dev.octet.lowering.codegen.LoopKernel;
import dev.octet.lowering.codegen.LoopOptions;
import dev.octet.lowering.codegen.OpenClCompiler;
import dev.octet.lowering.codegen.opencl.OpenClLoops;
import dev.octet.lowering.codegen.opencl.SourceFeatures;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GroupNormalizationReadersTest {
  private static final long[] CHANNELS_FIRST = {65536, 4096, 64, 1};
  private static final long[] CHANNELS_LAST = {65536, 1, 1024, 16};

  private static double rtol(DType type) {
    return type == DType.BFLOAT16 ? 0.008 : 1e-5;
  }

  private static Value group(GraphBuilder b, List<Value> x, int groups) {
    return call(b, "aten.group_norm.default", x.get(0), groups, x.get(1), x.get(2), 1e-5);
  }

  private static Graph groups(DType type, int groups, long... sizes) {
    return Bodies.of(
        (b, x) -> group(b, x, groups),
        type(type, sizes),
        type(type, sizes[1]),
        type(type, sizes[1]));
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16", "FLOAT64"})
  void groups(DType type) {
    for (int seed = 0; seed < 6; seed++) {
      for (int groups : new int[] {1, 2, 6, 12}) {
        Graph body = groups(type, groups, 2, 12, 5, 7);
        KernelCheck.of(body, seed).within(rtol(type), 1e-5).holds();
        KernelCheck.of(body, seed).constant(1).constant(2).within(rtol(type), 1e-5).holds();
      }
      KernelCheck.of(groups(type, 2, 1, 64, 3), seed).within(rtol(type), 1e-5).holds();
      KernelCheck.of(groups(type, 4, 3, 32), seed).within(rtol(type), 1e-5).holds();
      KernelCheck.of(groups(type, 3, 2, 6, 2, 3, 4), seed).within(rtol(type), 1e-5).holds();
    }
  }

  @Test
  void withoutParameters() {
    Graph body = Bodies.unary("aten.group_norm.default", type(DType.FLOAT32, 2, 8, 20), 4);
    KernelCheck.of(body, 1).within(1e-5, 1e-5).holds();
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16"})
  void givesStatistics(DType type) {
    for (int groups : new int[] {1, 4, 8}) {
      for (long batch : new long[] {1, 3}) {
        Graph body =
            Graph.build(b -> {
              Value x = b.input("x", type(type, batch, 8, 5, 4));
              Value weight = b.input("weight", type(type, 8));
              b.node(
                      OpName.parse("aten.native_group_norm.default"),
                      Arrays.asList(x, weight, null, batch, 8, 20, groups, 1e-5),
                      Map.of())
                  .results()
                  .forEach(b::output);
            });
        KernelCheck.of(body, 1).within(rtol(type), 1e-5).holds();
      }
    }
  }

  private static Value instance(
      GraphBuilder b,
      Value x,
      @Nullable Value scale,
      @Nullable Value mean,
      @Nullable Value variance,
      boolean measured) {
    return call(
        b,
        "aten.instance_norm.default",
        x,
        scale,
        scale,
        mean,
        variance,
        measured,
        0.1,
        1e-5,
        false);
  }

  @Test
  void singleChannels() {
    for (int seed = 0; seed < 4; seed++) {
      Graph measured =
          Bodies.of(
              (b, x) -> instance(b, x.get(0), x.get(1), null, null, true),
              type(DType.FLOAT32, 2, 17, 5, 6),
              type(DType.FLOAT32, 17));
      KernelCheck.of(measured, seed).within(1e-5, 1e-5).holds();
      Graph given =
          Bodies.of(
              (b, x) -> {
                Value variance = call(b, "aten.abs.default", x.get(2));
                Value moved = call(b, "aten.add.Scalar", variance, 0.5);
                return instance(b, x.get(0), null, x.get(1), moved, false);
              },
              type(DType.FLOAT32, 2, 17, 5, 6),
              type(DType.FLOAT32, 17),
              type(DType.FLOAT32, 17));
      KernelCheck.of(given, seed).within(1e-5, 1e-5).holds();
    }
    Graph plain =
        Bodies.of(
            (b, x) -> instance(b, x.get(0), null, null, null, true), type(DType.FLOAT32, 3, 4, 33));
    KernelCheck.of(plain, 1).within(1e-5, 1e-5).holds();
  }

  /** An activation behind it and a view of the channels. */
  @Test
  void isOneKernelWithWhatIsBehind() {
    Graph body =
        Bodies.of(
            (b, x) -> {
              Value active = call(b, "aten.silu.default", group(b, x, 4));
              Value apart = call(b, "aten.view.default", active, List.of(2, 3, 8, 30));
              return Bodies.quantize(b, apart, 0.03, 12, DType.UINT8);
            },
            type(DType.FLOAT32, 2, 24, 5, 6),
            type(DType.FLOAT32, 24),
            type(DType.FLOAT32, 24));
    for (int seed = 0; seed < 4; seed++) {
      KernelCheck.of(body, seed).within(1e-5, 1).rowMajor().holds();
    }
  }

  /** Sums stand in the loop over groups, before the loops over what is in a group. */
  @Test
  void statisticsAreComputedOnceForEachGroup() {
    Graph body = groups(DType.FLOAT32, 4, 1, 16, 64, 64);
    for (long[] strides : List.of(CHANNELS_FIRST, CHANNELS_LAST)) {
      LoopKernel kernel =
          LoopCompiler.compile(
              "group_norm",
              body,
              Map.of(),
              List.of(strides, new long[] {1}, new long[] {1}),
              List.of(strides),
              new LoopOptions(false));
      assertThat(kernel.parallelism()).isEqualTo(4);
      List<String> lines = kernel.listing().lines().toList();
      List<String> outside = lines.stream().filter(line -> line.matches(" {2,6}\\S.*")).toList();
      assertThat(outside.stream().filter(line -> line.contains("sum in double of")).toList())
          .hasSize(2);
    }
  }

  /** Channels lie side by side: each position is read to its end. */
  @Test
  void sumsReadMemoryInItsOrder() {
    OpenClLoops loops =
        OpenClCompiler.compile(
            "group_norm",
            groups(DType.FLOAT32, 4, 1, 16, 64, 64),
            Map.of(),
            List.of(CHANNELS_LAST, new long[] {1}, new long[] {1}),
            List.of(CHANNELS_LAST),
            new SourceFeatures(false, true, 256));
    assertThat(loops.listing())
        .contains(
            """
                const int k = turn % 4;
                const float term = in0[column * 16 + row * 4 + k] - lost;
            """);
  }

  @Test
  void groupsOfItemsTakeGroupsOnDevices() {
    OpenClLoops loops =
        OpenClCompiler.compile(
            "group_norm",
            groups(DType.FLOAT32, 4, 1, 16, 64, 64),
            Map.of(),
            List.of(CHANNELS_FIRST, new long[] {1}, new long[] {1}),
            List.of(CHANNELS_FIRST),
            new SourceFeatures(false, true, 256));
    assertThat(loops.kernels()).hasSize(1);
    assertThat(loops.kernels().getFirst().local().get(0)).isEqualTo(256);
    assertThat(loops.kernels().getFirst().global().get(0)).isEqualTo(4 * 256);
  }
}
