package dev.octet.nn.models;

import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Module;
import dev.octet.nn.Sequential;
import dev.octet.nn.Variable;
import java.util.ArrayList;
import java.util.List;

/** A block that widens, convolves each channel by itself and narrows again. */
final class InvertedResidual extends Module {
  private final Sequential conv;
  private final boolean shortcut;

  InvertedResidual(long in, long out, long stride, long expansion) {
    long hidden = in * expansion;
    List<Module> parts = new ArrayList<>();
    if (expansion != 1) {
      parts.add(new Conv2dNormActivation(in, hidden, 1, 1, 1));
    }
    parts.add(new Conv2dNormActivation(hidden, hidden, 3, stride, hidden));
    parts.add(Conv2dNormActivation.convolution(hidden, out, 1, 1));
    parts.add(new BatchNorm2d(out));
    conv = add("conv", new Sequential(parts.toArray(Module[]::new)));
    shortcut = stride == 1 && in == out;
  }

  @Override
  protected Variable forward(Variable x) {
    return shortcut ? x.add(conv.call(x)) : conv.call(x);
  }

  @Override
  public String typeName() {
    return "torchvision.models.mobilenetv2.InvertedResidual";
  }
}
