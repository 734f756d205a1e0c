package dev.octet.quantizer.calibrate;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.SiteQuantizer.ACTIVATION;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.WEIGHT;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.nn.Conv2d;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.convert.ConvertException;
import dev.octet.quantizer.convert.ConvertOptions;
import dev.octet.quantizer.observe.ObserverState;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CalibrationTest {
  private static ExportedProgram network() {
    Net net = new Net();
    Conv2d first = net.with("first", new Conv2d(2, 4, 3));
    Conv2d second = net.with("second", new Conv2d(4, 3, 3));
    return Networks.trace(net.forward(x -> second.call(first.call(x).relu())), 2, 2, 8, 8);
  }

  private static PreparedModel prepared() {
    return Quantization.prepare(network(), SiteQuantizer.layers(ACTIVATION, WEIGHT));
  }

  private static List<List<Tensor>> batches(int count) {
    // Later batches reach further, so that the order of updates matters.
    return IntStream.range(0, count)
        .mapToObj(i -> {
          Tensor batch = Networks.random(i, 2, 2, 8, 8);
          for (long e = 0; e < batch.elements(); e++) {
            batch.setDouble(e, batch.getDouble(e) * (1 + i % 5));
          }
          return List.of(batch);
        })
        .toList();
  }

  private static List<ObserverState> states(PreparedModel model) {
    return model.observers().stream()
        .map(ObserverGroup::observer)
        .map(observer -> observer.orElseThrow().state())
        .toList();
  }

  @Test
  void anyNumberOfThreadsGivesTheSameStates() {
    List<List<Tensor>> batches = batches(24);
    PreparedModel one = prepared();
    batches.forEach(one::run);
    for (int threads : List.of(1, 2, 3, 8)) {
      PreparedModel several = prepared();
      AtomicInteger steps = new AtomicInteger();
      assertThat(several.calibrate(batches, threads, steps::incrementAndGet)).isEqualTo(24);
      assertThat(steps.get()).isEqualTo(24);
      assertThat(states(several)).isEqualTo(states(one));
    }
  }

  @Test
  void aStreamIsTakenInOrderAndClosed() {
    PreparedModel one = prepared();
    batches(6).forEach(one::run);
    PreparedModel other = prepared();
    AtomicInteger closed = new AtomicInteger();
    other.calibrate(batches(6).stream().onClose(closed::incrementAndGet));
    assertThat(states(other)).isEqualTo(states(one));
    assertThat(closed.get()).isEqualTo(1);
  }

  @Test
  void resetForgetsAndCalibrationGoesOnInASecondCall() {
    PreparedModel once = prepared();
    once.calibrate(batches(6));
    PreparedModel twice = prepared();
    twice.run(Networks.random(99, 2, 2, 8, 8));
    twice.reset();
    twice.calibrate(batches(6).subList(0, 2), 2, () -> {});
    twice.calibrate(batches(6).subList(2, 6), 2, () -> {});
    assertThat(states(twice)).isEqualTo(states(once));
  }

  @Test
  void aBatchThatDoesNotFitIsNamed() {
    List<List<Tensor>> batches = new ArrayList<>(batches(4));
    batches.set(2, List.of(Networks.random(1, 2, 3, 8, 8)));
    for (int threads : List.of(1, 3)) {
      InputException error =
          assertThrows(
              InputException.class, () -> prepared().calibrate(batches, threads, () -> {}));
      assertThat(error).hasMessageThat().contains("batch 2 (counted from 0)");
      assertThat(error).hasMessageThat().contains("expected f32[2, 2, 8, 8]");
    }
  }

  @Test
  void wrongInputsAreRefusedBeforeAnythingIsObserved() {
    PreparedModel model = prepared();
    Tensor x = Networks.random(1, 2, 2, 8, 8);
    InputException count = assertThrows(InputException.class, () -> model.run(x, x));
    assertThat(count).hasMessageThat().contains("2 inputs were given, the program takes 1");
    Tensor bytes = Tensor.allocate(DType.UINT8, Shape.of(2, 2, 8, 8));
    InputException type = assertThrows(InputException.class, () -> model.run(bytes));
    assertThat(type).hasMessageThat().contains("expected f32[2, 2, 8, 8]");
    assertThat(states(model)).isEqualTo(states(prepared()));
  }

  @Test
  void notANumberIsRefusedWithItsPlace() {
    Tensor x = Networks.random(1, 2, 2, 8, 8);
    x.setDouble(17, Double.NaN);
    CalibrationException error =
        assertThrows(CalibrationException.class, () -> prepared().calibrate(List.of(List.of(x))));
    assertThat(error).hasMessageThat().contains("batch 0");
    assertThat(error).hasMessageThat().contains("the input %x");
    assertThat(error).hasMessageThat().contains("NaN");
  }

  @Test
  void anInfiniteValueIsRefusedAtItsBatch() {
    ExportedProgram program = network();
    List<List<Tensor>> batches = batches(3);
    batches.get(1).getFirst().setDouble(17, Double.NEGATIVE_INFINITY);
    PreparedModel minMax = Quantization.prepare(program, SiteQuantizer.layers(MIN_MAX, WEIGHT));
    CalibrationException error =
        assertThrows(CalibrationException.class, () -> minMax.calibrate(batches));
    assertThat(error).hasMessageThat().startsWith("batch 1 (counted from 0): observer %activation");
    assertThat(error).hasMessageThat().contains("the input %x: MinMaxObserver: 1 of the 256");
    assertThat(error).hasMessageThat().contains("the first is -Infinity at index 17");
  }

  @Test
  void anInfiniteWeightIsRefusedWithItsNameWhenConvertLooksAtIt() {
    Net net = new Net();
    Conv2d layer = net.with("layer", new Conv2d(2, 4, 3));
    ExportedProgram program = Networks.trace(net.forward(layer::call), 2, 2, 8, 8);
    Objects.requireNonNull(program.state().get("layer.weight"))
        .setDouble(3, Double.POSITIVE_INFINITY);
    QuantizationSpec dynamic =
        QuantizationSpec.builder(DType.INT8, ObserverKind.placeholder(0x1p-12))
            .qscheme(QScheme.PER_TENSOR_AFFINE)
            .dynamic(true)
            .build();
    PreparedModel model = Quantization.prepare(program, SiteQuantizer.layers(dynamic, WEIGHT));
    ConvertException error = assertThrows(ConvertException.class, model::convert);
    assertThat(error).hasMessageThat().contains("of input %p_layer_weight");
    assertThat(error).hasMessageThat().contains("PerChannelMinMaxObserver: 1 of the 72 values");
  }

  @Test
  void convertWithoutABatchIsRefusedUnlessItIsAllowed() {
    PreparedModel model = prepared();
    ConvertException error = assertThrows(ConvertException.class, model::convert);
    assertThat(error).hasMessageThat().contains("no batch was run");
    assertThat(error).hasMessageThat().contains("withAllowUncalibrated");
    assertThat(error).hasMessageThat().contains("of input %x");
    var converted = model.convert(ConvertOptions.defaults().withAllowUncalibrated(true));
    assertThat(
            Networks.count(
                converted.program().graph(), "quantized_decomposed.quantize_per_tensor.default"))
        .isEqualTo(2);
  }
}
