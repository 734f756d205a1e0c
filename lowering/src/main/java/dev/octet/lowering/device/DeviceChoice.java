package dev.octet.lowering.device;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which device is wanted. All that is given must hold; of several devices for which it does, a GPU
 * of Intel is preferred to another GPU, that to an accelerator and that to a CPU, and among equals
 * the first.
 *
 * @param name part of the name of the device or of its platform, in any case of letters
 * @param type the kind of device
 * @param index its place in {@link Device#all}, from 0
 */
public record DeviceChoice(Optional<String> name, Optional<DeviceType> type, OptionalInt index) {
  private static final String NAME_PREFIX = "name:";

  /** The forms that {@link #parse} takes, for messages. */
  private static final String FORMS =
      "an index as `octet devices` lists them, cpu, gpu, accelerator, or name:PART";

  private static final DeviceChoice ANY =
      new DeviceChoice(Optional.empty(), Optional.empty(), OptionalInt.empty());

  /** Whatever is preferred. */
  public static DeviceChoice any() {
    return ANY;
  }

  /**
   * A choice as users write it: {@code 1}, {@code gpu}, {@code name:arc}, or {@code any}.
   *
   * @throws DeviceException if it has another form
   */
  public static DeviceChoice parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith(NAME_PREFIX) && lower.length() > NAME_PREFIX.length()) {
      return new DeviceChoice(
          Optional.of(lower.substring(NAME_PREFIX.length())),
          Optional.empty(),
          OptionalInt.empty());
    }
    Integer index = Ints.tryParse(lower);
    if (index != null && index >= 0) {
      return new DeviceChoice(Optional.empty(), Optional.empty(), OptionalInt.of(index));
    }
    return switch (lower) {
      case "any" -> ANY;
      case "cpu" -> of(DeviceType.CPU);
      case "gpu" -> of(DeviceType.GPU);
      case "accelerator" -> of(DeviceType.ACCELERATOR);
      default -> throw new DeviceException("'" + text + "' names no device; expected " + FORMS);
    };
  }

  private static DeviceChoice of(DeviceType type) {
    return new DeviceChoice(Optional.empty(), Optional.of(type), OptionalInt.empty());
  }

  /**
   * The device of this machine.
   *
   * @throws DeviceException if there is none like this; it lists those that there are
   */
  public Device choose() {
    OpenCl.unavailable()
        .ifPresent(reason -> {
          throw new DeviceException("no device for " + this + ": " + reason);
        });
    ImmutableList<Device> devices = Device.all();
    return devices.get(choose(devices.stream().map(Device::description).toList()));
  }

  /**
   * The place of the device among some.
   *
   * @throws DeviceException if there is none like this; it lists those that there are
   */
  int choose(List<DeviceDescription> devices) {
    return IntStream.range(0, devices.size())
        .filter(i -> matches(i, devices.get(i)))
        .boxed()
        .min(Comparator.comparingInt(i -> rank(devices.get(i))))
        .orElseThrow(() ->
            new DeviceException(
                "no device for "
                    + this
                    + "; choose one of these: "
                    + IntStream.range(0, devices.size())
                        .mapToObj(i -> line(i, devices.get(i)))
                        .collect(Collectors.joining(", "))));
  }

  private boolean matches(int place, DeviceDescription device) {
    return (index.isEmpty() || index.getAsInt() == place)
        && type.map(device.type()::equals).orElse(true)
        && name.map(part -> contains(device.name(), part) || contains(device.platform(), part))
            .orElse(true);
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  private static int rank(DeviceDescription device) {
    return switch (device.type()) {
      case GPU -> device.intelGpu() ? 0 : 1;
      case ACCELERATOR -> 2;
      case CPU -> 3;
      case OTHER -> 4;
    };
  }

  private static String line(int index, DeviceDescription device) {
    return String.format(
        Locale.ROOT,
        "%d (%s, %s, %s)",
        index,
        device.type().name().toLowerCase(Locale.ROOT),
        device.name(),
        device.platform());
  }

  /** As {@link #parse} reads it, if only one thing is given. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" and ");
    index.ifPresent(i -> text.add(Integer.toString(i)));
    type.ifPresent(t -> text.add(t.name().toLowerCase(Locale.ROOT)));
    name.ifPresent(part -> text.add(NAME_PREFIX + part));
    return text.length() == 0 ? "any" : text.toString();
  }
}
