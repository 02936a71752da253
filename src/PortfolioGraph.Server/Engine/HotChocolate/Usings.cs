global using GreenDonut;
global using HotChocolate;
global using HotChocolate.Execution;
global using HotChocolate.Execution.Configuration;
global using HotChocolate.Language;
global using HotChocolate.Resolvers;
global using HotChocolate.Types;
global using HotChocolate.Types.Relay;
