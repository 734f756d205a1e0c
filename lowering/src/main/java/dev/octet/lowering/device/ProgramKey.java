package dev.octet.lowering.device;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * What a binary is good for: one source, built with the same options by one version of one driver
 * for one device.
 *
 * @param text 64 hexadecimal digits
 */
record ProgramKey(String text) {

  static ProgramKey of(DeviceDescription device, String options, String source) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (String part :
        new String[] {
          device.platform(),
          device.platformVersion(),
          device.vendor(),
          device.name(),
          device.version(),
          device.driver(),
          options,
          source
        }) {
      // With its length, so that no two lists of parts give the same bytes.
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      hasher.putInt(bytes.length).putBytes(bytes);
    }
    return new ProgramKey(hasher.hash().toString());
  }
}
