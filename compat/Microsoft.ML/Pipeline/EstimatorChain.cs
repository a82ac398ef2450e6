using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly ChainLink[] _links;

    public readonly IEstimator<TLastTransformer> LastEstimator;

    public EstimatorChain()
        : this([])
    {
    }

    internal EstimatorChain(ChainLink[] links)
    {
        _links = links;
        LastEstimator = links.LastOrDefault()?.Estimator as IEstimator<TLastTransformer>;
    }

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SchemaShape.Of(input.Schema));   // a chain that cannot fit throws before anything is learned
        var transformers = new ITransformer[_links.Length];
        var data = input;
        for (int i = 0; i < _links.Length; i++)
        {
            transformers[i] = _links[i].Estimator.Fit(data);
            data = transformers[i].Transform(data);
            if (_links[i].CachesAfter && i < _links.Length - 1) data = new CachedDataView(data);
        }
        return new TransformerChain<TLastTransformer>(transformers, _links.Select(l => l.Scope));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _links.Aggregate(inputSchema, (shape, link) => link.Estimator.GetOutputSchema(shape));

    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator,
        TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return new EstimatorChain<TNewTrans>([.. _links, new ChainLink(estimator, scope, CachesAfter: false)]);
    }

    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        ArgumentNullException.ThrowIfNull(env);
        Check.State(_links.Length > 0, "Current estimator chain has no estimator, can't append cache checkpoint.");
        return new EstimatorChain<TLastTransformer>([.. _links[..^1], _links[^1] with { CachesAfter = true }]);
    }
}

internal sealed record ChainLink(IEstimator<ITransformer> Estimator, TransformerScope Scope, bool CachesAfter);
