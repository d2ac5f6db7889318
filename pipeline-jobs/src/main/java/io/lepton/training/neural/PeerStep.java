package io.lepton.training.neural;

import io.lepton.training.neural.steps.LayerStep;

/** What stands before and after a divided layer, and talks to the other workers. */
final class PeerStep {
    private PeerStep() {}

    /** Before the layer: all workers' units read the same inputs, whose derivatives are sums over all units. */
    static LayerStep before(LayerPeer peer) {
        return new LayerStep() {
            @Override
            public float[] forward(float[] inputs, int rows, boolean training) {
                return inputs;
            }

            @Override
            public float[] backward(float[] derivatives, int rows) {
                peer.sum(derivatives);
                return derivatives;
            }
        };
    }

    /** After it: the next layer reads the units of all workers; each of these learns from the derivatives of its own. */
    static LayerStep after(LayerPeer peer, int units) {
        return new LayerStep() {
            @Override
            public float[] forward(float[] inputs, int rows, boolean training) {
                return peer.gatherUnits(inputs, rows, units);
            }

            @Override
            public float[] backward(float[] derivatives, int rows) {
                return peer.ownUnits(derivatives, rows, units);
            }
        };
    }
}
