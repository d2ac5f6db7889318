package io.lepton.training.device;

/** Where a model may train. */
public enum Device {
    /** On a GPU where there is one that the engine can use, otherwise on the CPU. */
    AUTO,
    CPU,
    /** On NVIDIA GPUs and nowhere else. */
    CUDA
}
