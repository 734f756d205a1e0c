package dev.octet.nn;

import java.util.List;

/** Enlarges (N, C, H, W) by a factor, by the nearest element or by bilinear interpolation. */
public final class Upsample extends Module {
  /** How elements between the given ones are found. */
  public enum Mode {
    NEAREST,
    BILINEAR,
    BILINEAR_ALIGN_CORNERS
  }

  private final double factor;
  private final Mode mode;

  public Upsample(double factor) {
    this(factor, Mode.NEAREST);
  }

  public Upsample(double factor, Mode mode) {
    this.factor = factor;
    this.mode = mode;
  }

  @Override
  protected Variable forward(Variable x) {
    return mode == Mode.NEAREST
        ? Functional.interpolateNearest2d(x, factor, factor)
        : Functional.interpolateBilinear2d(x, factor, factor, mode == Mode.BILINEAR_ALIGN_CORNERS);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.upsampling.Upsample";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
