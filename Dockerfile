# The server as a small image: built with the SDK, run as a user without rights, precompiled (ReadyToRun) for a fast start.
#   docker build -t portfoliograph .
#   docker run -p 8080:8080 -e Upstream__ApiKey=... portfoliograph
# A digest pins an image besides its tag, so that the same build gives the same image:
#   docker build --build-arg ASPNET_DIGEST=@sha256:... --build-arg SDK_DIGEST=@sha256:... --build-arg NODE_DIGEST=@sha256:... -t portfoliograph .
ARG NODE_DIGEST=""
ARG SDK_DIGEST=""
ARG ASPNET_DIGEST=""

FROM node:20-bookworm-slim${NODE_DIGEST} AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0${SDK_DIGEST} AS build
# Node is needed for the pages only: npm builds the portfolio page and fetches the files of the IDE.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source

# The projects first, so that a change of code does not restore again.
COPY Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Couverture/Couverture.csproj src/Couverture/
COPY src/Couverture.AspNetCore/Couverture.AspNetCore.csproj src/Couverture.AspNetCore/
COPY src/Couverture.AspNetCore/Ide/Ide.targets src/Couverture.AspNetCore/Ide/
COPY src/Couverture.Generators/Couverture.Generators.csproj src/Couverture.Generators/Couverture.Generators.targets src/Couverture.Generators/
COPY src/PortfolioGraph.Upstream/PortfolioGraph.Upstream.csproj src/PortfolioGraph.Upstream/
COPY src/PortfolioGraph.Core/PortfolioGraph.Core.csproj src/PortfolioGraph.Core/
COPY src/PortfolioGraph.Redis/PortfolioGraph.Redis.csproj src/PortfolioGraph.Redis/
COPY src/PortfolioGraph.Sandbox/PortfolioGraph.Sandbox.csproj src/PortfolioGraph.Sandbox/
COPY src/PortfolioGraph.Server/PortfolioGraph.Server.csproj src/PortfolioGraph.Server/
COPY src/PortfolioGraph.Server/Operations/Operations.targets src/PortfolioGraph.Server/Operations/
COPY src/PortfolioGraph.Server/Hosting/Pages/Page.targets src/PortfolioGraph.Server/Hosting/Pages/
ARG TARGETARCH=amd64
RUN arch=$([ "$TARGETARCH" = amd64 ] && echo x64 || echo "$TARGETARCH") \
    && dotnet restore src/PortfolioGraph.Server -r "linux-musl-$arch" -p:PublishReadyToRun=true

COPY web/package.json web/package-lock.json web/.npmrc web/
RUN npm --prefix web ci --loglevel=error

COPY schema/operations schema/operations
COPY schema/portfolio.graphql schema/ERRORS.md schema/
COPY schema/clients/scalars.json schema/clients/
COPY web web
COPY src src
RUN arch=$([ "$TARGETARCH" = amd64 ] && echo x64 || echo "$TARGETARCH") \
    && dotnet publish src/PortfolioGraph.Server -c Release -r "linux-musl-$arch" --self-contained false -p:PublishReadyToRun=true \
        -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false --no-restore -o /app

# Alpine's image is the smallest with a shell and wget, which the health check needs. The server needs neither ICU nor time zones.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine${ASPNET_DIGEST} AS run
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s --retries=3 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/health/live"]
ENTRYPOINT ["dotnet", "PortfolioGraph.Server.dll"]
