global using Couverture;
global using Couverture.AspNetCore.Subscriptions;
global using Couverture.Data;
global using Couverture.DataLoaders;
global using Couverture.Execution;
global using Couverture.Language;
global using Couverture.Types;
global using PortfolioGraph.Server.Engine;
