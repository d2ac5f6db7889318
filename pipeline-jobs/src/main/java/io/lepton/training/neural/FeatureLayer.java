package io.lepton.training.neural;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The first layer of a network over binned features, for DeepLearning4J: takes codes in instead of the many inputs that stand for them,
 * nearly all of which are 0 or 1.
 */
final class FeatureLayer extends FeedForwardLayer {
    private static final long serialVersionUID = 1L;
    private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
    private static final String BIASES = DefaultParamInitializer.BIAS_KEY;

    private final FeatureLayout layout;
    private final float[] zeros;
    private final boolean embeds;

    /**
     * A layer with the settings that the network has for all of its layers.
     *
     * @param zeros the codes of a row of zeros
     * @param embeds whether each feature has outputs of its own
     */
    FeatureLayer(FeatureLayout layout, float[] zeros, boolean embeds) {
        this.layout = layout;
        this.zeros = zeros.clone();
        this.embeds = embeds;
        setNIn(layout.features());
        setNOut(layout.outputs());
        setActivationFn(new ActivationIdentity());
        setGradientNormalization(GradientNormalization.None);
        // Not set: the network's own.
        setBiasInit(Double.NaN);
        setGainInit(Double.NaN);
        setGradientNormalizationThreshold(Double.NaN);
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        Computed layer = new Computed(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return new Parameters();
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        throw new UnsupportedOperationException("No report of memory for features");
    }

    /** Weights by their rows, where DeepLearning4J's own layers have them by columns. */
    private final class Parameters extends DefaultParamInitializer {
        @Override
        public long numParams(org.deeplearning4j.nn.conf.layers.Layer layer) {
            return layout.parameters();
        }

        @Override
        public long numParams(NeuralNetConfiguration conf) {
            return layout.parameters();
        }

        @Override
        public List<String> paramKeys(org.deeplearning4j.nn.conf.layers.Layer layer) {
            return List.of(WEIGHTS, BIASES);
        }

        @Override
        public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray view, boolean initialize) {
            if (initialize) {
                float[] drawn = embeds ? layout.embeddings(conf.getSeed()) : layout.weights(conf.getSeed());
                view.assign(Nd4j.create(drawn, view.shape(), 'c'));
            }
            conf.addVariable(WEIGHTS);
            conf.addVariable(BIASES);
            return views(view);
        }

        @Override
        public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray view) {
            return views(view);
        }

        private Map<String, INDArray> views(INDArray flat) {
            long weights = (long) layout.weightRows() * layout.width();
            INDArray row = flat.reshape(flat.length());
            Map<String, INDArray> views = new LinkedHashMap<>();
            views.put(
                    WEIGHTS,
                    row.get(NDArrayIndex.interval(0, weights)).reshape('c', layout.weightRows(), layout.width()));
            views.put(
                    BIASES,
                    row.get(NDArrayIndex.interval(weights, flat.length())).reshape('c', 1, layout.biases()));
            return views;
        }
    }

    /** The layer at work. */
    private final class Computed extends org.deeplearning4j.nn.layers.BaseLayer<FeatureLayer> {
        private static final long serialVersionUID = 1L;

        private final transient FeatureTransform transform = new FeatureTransform(layout, zeros);
        private float[] codes = new float[0];

        Computed(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            int rows = (int) input.size(0);
            codes = values(input);
            float[] outputs = transform.forward(values(paramsFlattened), codes, rows);
            INDArray activations =
                    workspaces.create(ArrayType.ACTIVATIONS, dataType, new long[] {rows, layout.outputs()}, 'c');
            activations.data().asNioFloat().put(outputs);
            return activations;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            float[] gradient = transform.backward(codes, values(epsilon), (int) epsilon.size(0));
            gradientsFlattened.assign(Nd4j.create(gradient, gradientsFlattened.shape(), 'c'));
            Gradient named = new DefaultGradient(gradientsFlattened);
            gradientViews.forEach(named.gradientForVariable()::put);
            // Nothing lies below that could learn from it.
            return new Pair<>(named, null);
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }

        private static float[] values(INDArray array) {
            float[] values = new float[(int) array.length()];
            array.dup('c').data().asNioFloat().get(values);
            return values;
        }
    }
}
