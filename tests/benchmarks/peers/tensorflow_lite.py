"""TensorFlow Lite with XNNPACK on a network of Keras in int8: tensorflow_lite.py resnet50|mobilenet_v2 THREADS

Weights are random; the sizes are those of the networks of the same names elsewhere.
"""

import sys

import numpy
import tensorflow

from timing import measure

NETWORKS = {
    "resnet50": tensorflow.keras.applications.ResNet50,
    "mobilenet_v2": tensorflow.keras.applications.MobileNetV2,
}
SHAPE = (1, 224, 224, 3)


def image():
    return numpy.random.standard_normal(SHAPE).astype(numpy.float32)


def quantized(name):
    """All operators in int8, calibrated with four random images."""
    converter = tensorflow.lite.TFLiteConverter.from_keras_model(NETWORKS[name](weights=None, input_shape=SHAPE[1:]))
    converter.optimizations = [tensorflow.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([image()] for _ in range(4))
    converter.target_spec.supported_ops = [tensorflow.lite.OpsSet.TFLITE_BUILTINS_INT8]
    return converter.convert()


def main():
    name, threads = sys.argv[1], int(sys.argv[2])
    interpreter = tensorflow.lite.Interpreter(model_content=quantized(name), num_threads=threads)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], image())
    measure(f"TensorFlow Lite {name} {threads} threads", interpreter.invoke)


if __name__ == "__main__":
    main()
