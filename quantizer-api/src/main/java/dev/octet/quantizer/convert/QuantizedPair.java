package dev.octet.quantizer.convert;

import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.OpSchema;
import dev.octet.op.Ops;
import dev.octet.op.QuantizedOps;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.program.InputSpec;
import dev.octet.quantizer.observe.ObserverSettings;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.prepare.StateEditor;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the nodes that take an observer's place: quantize and dequantize with known parameters,
 * with parameters chosen at each run, or a conversion to float16 and back. Names are those of FX.
 */
final class QuantizedPair {
  private final NameSupply names;
  private final StateEditor state;

  QuantizedPair(NameSupply names, StateEditor state) {
    this.names = names;
    this.state = state;
  }

  /** What an observer asks for, whether observed or derived. */
  record Target(
      DType dtype,
      @Nullable QScheme qscheme,
      QuantRange range,
      @Nullable Integer channelAxis,
      double eps) {
    boolean isPerChannel() {
      return qscheme != null && qscheme.isPerChannel();
    }

    static Target of(ObserverGroup group) {
      if (group.derivation().isPresent()) {
        var spec = group.derivation().get();
        return new Target(
            spec.dtype(), spec.qscheme(), spec.effectiveRange(), spec.channelAxis(), 0);
      }
      ObserverSettings settings = group.observer().orElseThrow().observer().settings();
      QuantRange range = settings.range();
      return new Target(
          settings.dtype(),
          settings.qscheme(),
          range == null ? QuantRange.of(settings.dtype()) : range,
          settings.channelAxis(),
          settings.eps());
    }
  }

  /**
   * Quantize and dequantize with the parameters that were observed or derived.
   *
   * @param qparams must fit: see {@link FittingQParams}
   * @param scope the last part of the path of the module that made the tensor, for names of scales
   */
  List<Node> fixed(Value input, Target target, QParams qparams, String scope, Origin origin) {
    return target.isPerChannel()
        ? perChannel(input, target, qparams, scope, origin)
        : perTensor(input, target, qparams, origin);
  }

  private List<Node> perTensor(Value input, Target target, QParams qparams, Origin origin) {
    List<Argument> parameters = new ArrayList<>();
    parameters.add(Argument.of((double) qparams.scale()));
    parameters.add(Argument.of(qparams.zeroPoint()));
    addRange(target, parameters);
    Node quantize =
        quantize(QuantizedOps.QUANTIZE_PER_TENSOR, List.of(input), parameters, target, origin);
    return List.of(
        quantize,
        dequantize(
            QuantizedOps.DEQUANTIZE_PER_TENSOR,
            List.of(quantize.result()),
            parameters,
            input,
            origin));
  }

  private List<Node> perChannel(
      Value input, Target target, QParams qparams, String scope, Origin origin) {
    Integer axis = target.channelAxis();
    String prefix = scope.replace('.', '_');
    Value scale =
        state.add(
            new InputSpec.Buffer(state.freshNumbered(prefix + "_scale_"), true),
            qparams.scaleTensor());
    Value zeroPoint =
        state.add(
            new InputSpec.Buffer(state.freshNumbered(prefix + "_zero_point_"), true),
            qparams.zeroPointTensor());
    names.take(scale);
    names.take(zeroPoint);
    List<Argument> parameters = new ArrayList<>();
    parameters.add(new Argument.Operand(1));
    parameters.add(new Argument.Operand(2));
    parameters.add(Argument.of((long) (axis == null ? 0 : axis)));
    addRange(target, parameters);
    Node quantize =
        quantize(
            QuantizedOps.QUANTIZE_PER_CHANNEL,
            List.of(input, scale, zeroPoint),
            parameters,
            target,
            origin);
    return List.of(
        quantize,
        dequantize(
            QuantizedOps.DEQUANTIZE_PER_CHANNEL,
            List.of(quantize.result(), scale, zeroPoint),
            parameters,
            input,
            origin));
  }

  /** Quantize and dequantize with parameters that each run chooses for the tensor it sees. */
  List<Node> dynamic(Value input, Target target, Origin origin) {
    if (target.dtype() != DType.INT8 && target.dtype() != DType.UINT8) {
      throw new ConvertException(
          input
              + ": dynamic quantization to "
              + target.dtype()
              + " is not supported; expected s8 or u8");
    }
    boolean symmetric = target.qscheme() != null && target.qscheme().isSymmetric();
    OpName choose = symmetric ? QuantizedOps.CHOOSE_QPARAMS_SYMMETRIC : QuantizedOps.CHOOSE_QPARAMS;
    OpSchema schema = OpCatalog.standard().get(choose);
    List<Argument> arguments =
        List.of(
            new Argument.Operand(0),
            Argument.of(target.range().min()),
            Argument.of(target.range().max()),
            Argument.of(target.eps()),
            new Argument.Type(target.dtype()));
    Node chosen =
        new Node(
            nodeName(choose),
            Ops.of(schema, arguments),
            List.of(input),
            List.of(
                new Value(names.fresh("getitem"), TensorType.of(DType.FLOAT64, 1)),
                new Value(names.fresh("getitem"), TensorType.of(DType.INT64, 1))),
            origin);
    List<Argument> parameters = new ArrayList<>();
    parameters.add(new Argument.Operand(1));
    parameters.add(new Argument.Operand(2));
    addRange(target, parameters);
    Value scale = chosen.results().get(0);
    Value zeroPoint = chosen.results().get(1);
    Node quantize =
        quantize(
            QuantizedOps.QUANTIZE_PER_TENSOR_TENSOR,
            List.of(input, scale, zeroPoint),
            parameters,
            target,
            origin);
    Node dequantize =
        dequantize(
            QuantizedOps.DEQUANTIZE_PER_TENSOR_TENSOR,
            List.of(quantize.result(), scale, zeroPoint),
            parameters,
            input,
            origin);
    return List.of(chosen, quantize, dequantize);
  }

  /** To float16 and back. */
  List<Node> half(Value input, Origin origin) {
    Node there = convert(input, DType.FLOAT16, origin);
    return List.of(there, convert(there.result(), DType.FLOAT32, origin));
  }

  private Node convert(Value input, DType to, Origin origin) {
    return node(
        QuantizedOps.CONVERT_ELEMENT_TYPE,
        List.of(input),
        List.of(new Argument.Type(to)),
        input.tensorType().withDType(to),
        origin);
  }

  private static void addRange(Target target, List<Argument> parameters) {
    parameters.add(Argument.of(target.range().min()));
    parameters.add(Argument.of(target.range().max()));
    parameters.add(new Argument.Type(target.dtype()));
  }

  private Node quantize(
      OpName name, List<Value> operands, List<Argument> parameters, Target target, Origin origin) {
    ValueType type = operands.getFirst().tensorType().withDType(target.dtype());
    return node(name, operands, parameters, type, origin);
  }

  private Node dequantize(
      OpName name, List<Value> operands, List<Argument> parameters, Value like, Origin origin) {
    DType dtype = like.tensorType().dtype();
    List<Argument> all = new ArrayList<>(parameters);
    all.add(dtype == DType.FLOAT32 ? Argument.NONE : new Argument.Type(dtype));
    return node(name, operands, all, like.tensorType().withDType(dtype), origin);
  }

  /** The first operand is the tensor; the parameters follow it. */
  private Node node(
      OpName name, List<Value> operands, List<Argument> parameters, ValueType type, Origin origin) {
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument.Operand(0));
    arguments.addAll(parameters);
    String own = nodeName(name);
    return new Node(
        own,
        Ops.of(OpCatalog.standard().get(name), arguments),
        operands,
        List.of(new Value(own, type)),
        origin);
  }

  private String nodeName(OpName name) {
    return names.fresh(name.base() + "_" + name.overload());
  }
}
