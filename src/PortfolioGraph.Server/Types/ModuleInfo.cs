[assembly: Module("PortfolioGraphTypes")]
[assembly: DataLoaderDefaults(AccessModifier = DataLoaderAccessModifier.PublicInterface)]
