package io.lepton.training.device;

/**
 * Where an engine trains.
 *
 * @param device CPU or CUDA
 * @param reason for it, as a sentence's end
 */
public record Placement(Device device, String reason) {
    public Placement {
        if (device == Device.AUTO) {
            throw new IllegalArgumentException("A placement is CPU or CUDA");
        }
    }

    /** For whoever watches the training. */
    public String inWords() {
        return "on the " + (device == Device.CUDA ? "GPU" : "CPU") + ": " + reason;
    }
}
