package dev.octet.nn;

import java.util.List;

/** (N, C · r², H, W) to (N, C, H · r, W · r). */
public final class PixelShuffle extends Module {
  private final long factor;

  public PixelShuffle(long factor) {
    this.factor = factor;
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.pixelShuffle(x, factor);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.pixelshuffle.PixelShuffle";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
