package io.lepton.training.neural;

import java.util.Objects;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What stands before and after a divided layer in DeepLearning4J's graph, and talks to the other workers. Has no parameters. */
final class PeerVertex extends GraphVertex {
    private static final long serialVersionUID = 1L;

    private final transient Exchanged exchanged;

    private PeerVertex(Exchanged exchanged) {
        this.exchanged = exchanged;
    }

    /** Before the layer: all workers' units read the same inputs, whose derivatives are sums over all units. */
    static PeerVertex before(LayerPeer peer, int inputs) {
        return new PeerVertex(new Exchanged() {
            @Override
            public int outputs() {
                return inputs;
            }

            @Override
            public int inputs() {
                return inputs;
            }

            @Override
            public float[] forward(float[] values, int rows) {
                return values;
            }

            @Override
            public float[] backward(float[] derivatives, int rows) {
                peer.sum(derivatives);
                return derivatives;
            }
        });
    }

    /** After it: the next layer reads the units of all workers; each of these learns from the derivatives of its own. */
    static PeerVertex after(LayerPeer peer, int units) {
        return new PeerVertex(new Exchanged() {
            @Override
            public int outputs() {
                return units;
            }

            @Override
            public int inputs() {
                return peer.units(units);
            }

            @Override
            public float[] forward(float[] values, int rows) {
                return peer.gatherUnits(values, rows, units);
            }

            @Override
            public float[] backward(float[] derivatives, int rows) {
                return peer.ownUnits(derivatives, rows, units);
            }
        });
    }

    /** Rows of numbers that become others, forth and back. */
    private interface Exchanged {
        int inputs();

        int outputs();

        float[] forward(float[] values, int rows);

        float[] backward(float[] derivatives, int rows);
    }

    @Override
    public PeerVertex clone() {
        return new PeerVertex(exchanged);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerVertex vertex && vertex.exchanged == exchanged;
    }

    @Override
    public int hashCode() {
        return Objects.hash(exchanged);
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return 1;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph, String name, int index, INDArray parameters, boolean initialize, DataType type) {
        return new Computed(graph, name, index, type, exchanged);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        return InputType.feedForward(exchanged.outputs());
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        throw new UnsupportedOperationException("No report of memory for what is exchanged");
    }

    /** The vertex at work. */
    private static final class Computed extends BaseGraphVertex {
        private static final long serialVersionUID = 1L;

        private final transient Exchanged exchanged;

        Computed(ComputationGraph graph, String name, int index, DataType type, Exchanged exchanged) {
            super(graph, name, index, new VertexIndices[0], new VertexIndices[0], type);
            this.exchanged = exchanged;
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            int rows = (int) inputs[0].size(0);
            return array(
                    exchanged.forward(values(inputs[0]), rows),
                    ArrayType.ACTIVATIONS,
                    rows,
                    exchanged.outputs(),
                    workspaces);
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
            int rows = (int) epsilon.size(0);
            INDArray below = array(
                    exchanged.backward(values(epsilon), rows),
                    ArrayType.ACTIVATION_GRAD,
                    rows,
                    exchanged.inputs(),
                    workspaces);
            return new Pair<>(null, new INDArray[] {below});
        }

        private static float[] values(INDArray array) {
            float[] values = new float[(int) array.length()];
            array.dup('c').data().asNioFloat().get(values);
            return values;
        }

        private INDArray array(float[] values, ArrayType kind, int rows, int width, LayerWorkspaceMgr workspaces) {
            INDArray array = workspaces.create(kind, dataType, new long[] {rows, width}, 'c');
            array.data().asNioFloat().put(values);
            return array;
        }

        @Override
        public boolean hasLayer() {
            return false;
        }

        @Override
        public org.deeplearning4j.nn.api.Layer getLayer() {
            return null;
        }

        @Override
        public void setBackpropGradientsViewArray(INDArray gradients) {
            // It has no parameters.
        }

        @Override
        public Pair<INDArray, org.deeplearning4j.nn.api.MaskState> feedForwardMaskArrays(
                INDArray[] masks, org.deeplearning4j.nn.api.MaskState current, int minibatchSize) {
            return new Pair<>(masks == null ? null : masks[0], current);
        }

        @Override
        public String toString() {
            return "PeerVertex(" + getVertexName() + ")";
        }
    }
}
