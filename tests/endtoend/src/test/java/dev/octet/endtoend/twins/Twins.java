package dev.octet.endtoend.twins;

import com.google.common.collect.ImmutableMap;
import dev.octet.nn.AdaptiveAvgPool2d;
import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Flatten;
import dev.octet.nn.GELU;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.ReLU;
import dev.octet.nn.ReLU6;
import java.util.function.Supplier;

/** The twin of each golden network, by the network's name. */
final class Twins {
  static final ImmutableMap<String, Supplier<Module>> ALL =
      ImmutableMap.<String, Supplier<Module>>builder()
          .put("attention", SelfAttention::new)
          .put("conv1d", Conv1dNet::new)
          .put("conv_bn_relu", Twins::convBnRelu)
          .put("conv_relu", () -> new Seq(new Conv2d(3, 8, 3).padding(1), new ReLU()))
          .put("conv_transpose", ConvTransposeNet::new)
          .put("encoder", EncoderBlock::new)
          .put("inception_like", InceptionLike::new)
          .put("linear_binary", LinearBinary::new)
          .put("lstm", LstmNet::new)
          .put("mlp", () -> new Mlp(new ReLU()))
          .put("mlp_gelu_3d", () -> new Mlp(new GELU()))
          .put("mobilenet_block", Twins::mobilenetBlock)
          .put("residual", () -> new ConvBnAddRelu(8, 16, 2))
          .put("residual_identity", () -> new ConvBnAddRelu(8, 8, 1))
          .put("resnet_small", SmallResNet::new)
          .put("shared_conv", SharedConv::new)
          .put("squeeze_excite", SqueezeExcite::new)
          .put("text_classifier", TextClassifier::new)
          .buildOrThrow();

  private Twins() {}

  private static Module convBnRelu() {
    return new Seq(
        new Conv2d(3, 8, 3).stride(2).padding(1).bias(false),
        new BatchNorm2d(8),
        new ReLU(),
        new Conv2d(8, 8, 1),
        new BatchNorm2d(8));
  }

  private static Module mobilenetBlock() {
    return new Seq(
        new InvertedResidual(),
        new Conv2d(8, 16, 1),
        new ReLU6(),
        new AdaptiveAvgPool2d(1),
        new Flatten(),
        new Linear(16, 10));
  }
}
