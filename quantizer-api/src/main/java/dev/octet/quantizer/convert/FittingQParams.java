package dev.octet.quantizer.convert;

import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.quantizer.observe.ObserverException;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Takes scale and zero point from an observer or a derivation, and refuses what the tensor cannot
 * be quantized with. Formulas of plugins give anything; ranges of float32 numbers can be too wide.
 */
final class FittingQParams {
  private final ObserverGroup group;
  private final Value value;
  private final QuantizedPair.Target target;

  private FittingQParams(ObserverGroup group, Value value, QuantizedPair.Target target) {
    this.group = group;
    this.value = value;
    this.target = target;
  }

  /**
   * The parameters for a tensor.
   *
   * @throws ConvertException naming the tensor and its site
   */
  static QParams of(ObserverGroup group, Value value, QuantizedPair.Target target) {
    FittingQParams fitting = new FittingQParams(group, value, target);
    QParams qparams = fitting.computed();
    fitting.checkSize(qparams);
    for (int i = 0; i < qparams.size(); i++) {
      fitting.checkValues(qparams, i);
    }
    return qparams;
  }

  private QParams computed() {
    try {
      return group.qparams();
    } catch (ObserverException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      if (group.derivation().isEmpty()) {
        throw e;
      }
      // A formula of a plugin: what it throws does not know where it was asked.
      throw refused(origin() + " failed: " + e, e);
    }
  }

  private void checkSize(QParams qparams) {
    if (!target.isPerChannel()) {
      if (qparams.size() != 1) {
        throw refused(
            origin()
                + " gave "
                + qparams.size()
                + " scales, but the tensor takes one; give the site a scheme per channel and a"
                + " channel axis, or its sources a scheme per tensor");
      }
      return;
    }
    int axis = target.channelAxis() == null ? 0 : target.channelAxis();
    TensorType type = value.tensorType();
    if (axis >= type.rank() || !type.size(axis).isConstant()) {
      throw refused(
          "channel axis "
              + axis
              + " is no dimension of fixed size of "
              + type
              + "; name another axis, or use a scheme per tensor");
    }
    long channels = type.size(axis).constant();
    if (channels != qparams.size()) {
      throw refused(
          "the tensor has "
              + channels
              + " channels at axis "
              + axis
              + ", but "
              + origin()
              + " gave "
              + qparams.size()
              + (qparams.size() == 1 ? " scale; " : " scales; ")
              + (group.derivation().isPresent()
                  ? "its sources need as many channels"
                  : "the observer needs to see this tensor"));
    }
  }

  private void checkValues(QParams qparams, int channel) {
    String where = target.isPerChannel() ? " for channel " + channel : "";
    float scale = qparams.scale(channel);
    if (!(scale > 0) || Float.isInfinite(scale)) {
      throw refused(
          origin()
              + " gave the scale "
              + scale
              + where
              + ", expected a positive finite number; "
              + (group.derivation().isPresent()
                  ? "correct the formula, or look at the scales it starts from"
                  : "the values that were observed reach too far for float32: look for overflow in"
                      + " the layers before"));
    }
    // What observers give for channels is PyTorch's, which is 128 for a u8 range cut to 0..127.
    boolean asked = group.derivation().isPresent() || !target.isPerChannel();
    if (asked
        && qparams.zeroPointType() != DType.FLOAT32
        && (qparams.zeroPoint(channel) < target.range().min()
            || qparams.zeroPoint(channel) > target.range().max())) {
      throw refused(
          origin()
              + " gave the zero point "
              + qparams.zeroPoint(channel)
              + where
              + ", expected one within "
              + target.range());
    }
  }

  private String origin() {
    return group
        .derivation()
        .map(FittingQParams::describe)
        .orElseGet(() -> group.observer().orElseThrow().observer().className());
  }

  private static String describe(DerivedQuantizationSpec spec) {
    List<Site> sources = spec.derivedFrom();
    return "the derivation "
        + spec.derivation().name()
        + " from "
        + sources.stream().map(Site::toString).collect(Collectors.joining(" and "));
  }

  private ConvertException refused(String what, Throwable cause) {
    return new ConvertException(where() + what, cause);
  }

  private ConvertException refused(String what) {
    return new ConvertException(where() + what);
  }

  private String where() {
    List<Site> sites = group.sites();
    String others =
        switch (sites.size()) {
          case 1 -> "";
          case 2 -> " and one more site";
          default -> " and " + (sites.size() - 1) + " more sites";
        };
    return value + " (" + sites.getFirst() + others + "): ";
  }
}
